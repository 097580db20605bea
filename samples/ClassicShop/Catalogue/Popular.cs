using System.Collections.Concurrent;

namespace ClassicShop.Catalogue
{
    /// <summary>How often each product was looked at.</summary>
    public static class Popular
    {
        private static readonly ConcurrentDictionary<int, int> Views = new ConcurrentDictionary<int, int>(); // expect: SN2001

        public static void Count(int product)
        {
            Views.AddOrUpdate(product, 1, (_, views) => views + 1);
        }

        public static int Of(int product)
        {
            return Views.TryGetValue(product, out var views) ? views : 0;
        }
    }
}
