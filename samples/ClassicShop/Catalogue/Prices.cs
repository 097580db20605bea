using System;
using System.Configuration;
using System.Data.SqlClient;
using System.Web;
using System.Web.Caching;

namespace ClassicShop.Catalogue
{
    /// <summary>Reads prices through the cache of ASP.NET.</summary>
    public static class Prices
    {
        public static decimal Of(int product)
        {
            var key = "price:" + product;
            var price = HttpRuntime.Cache[key];
            if (price == null)
            {
                price = Run("select Price from Products where Id = @id", product, null);
                HttpRuntime.Cache.Insert(key, price, null, DateTime.UtcNow.AddHours(12), Cache.NoSlidingExpiration);
            }

            return (decimal)price;
        }

        public static void Change(int product, decimal price)
        {
            Run("update Products set Price = @price where Id = @id", product, price);
            HttpRuntime.Cache.Remove("price:" + product); // expect: SN2005
        }

        /// <summary>A text that may be a minute old on any node: nobody drops it, it expires.</summary>
        public static string Offer()
        {
            var offer = (string)HttpRuntime.Cache["offer"];
            if (offer == null)
            {
                offer = Convert.ToString(Run("select Text from Offers where Id = @id", 1, null));
                HttpRuntime.Cache.Insert("offer", offer, null, DateTime.UtcNow.AddMinutes(1), Cache.NoSlidingExpiration);
            }

            return offer;
        }

        private static object Run(string sql, int id, decimal? price)
        {
            using (var connection = new SqlConnection(ConfigurationManager.ConnectionStrings["Shop"].ConnectionString))
            using (var command = new SqlCommand(sql, connection))
            {
                command.Parameters.AddWithValue("@id", id);
                command.Parameters.AddWithValue("@price", (object)price ?? DBNull.Value);
                connection.Open();
                return command.ExecuteScalar();
            }
        }
    }
}
