using System;
using System.Globalization;
using System.Web.UI;
using ClassicShop.Catalogue;

namespace ClassicShop.Pages
{
    /// <summary>Where the owner of the shop changes prices.</summary>
    public class PricePage : Page
    {
        protected void Save(object sender, EventArgs e)
        {
            var product = int.Parse(Request.Form["product"], CultureInfo.InvariantCulture);
            Prices.Change(product, decimal.Parse(Request.Form["price"], CultureInfo.InvariantCulture));
            Popular.Count(product);
        }
    }
}
