using System;
using System.Collections.Generic;

namespace ClassicShop.Models
{
    public class Cart
    {
        public List<CartLine> Lines { get; } = new List<CartLine>();
    }

    [Serializable]
    public class CartLine
    {
        public int ProductId { get; set; }

        public int Quantity { get; set; }
    }
}
