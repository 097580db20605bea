using System;
using System.Web.UI;
using ClassicShop.Models;

namespace ClassicShop.Pages
{
    public class CartPage : Page
    {
        protected Cart Cart
        {
            get { return (Cart)Session["Cart"] ?? new Cart(); }
        }

        protected void Add(object sender, EventArgs e)
        {
            var cart = Cart;
            cart.Lines.Add(new CartLine { ProductId = int.Parse(Request.Form["product"]), Quantity = 1 });
            Session["Cart"] = cart; // expect: SN1003 SN1005
        }

        protected void Order(object sender, EventArgs e)
        {
            Session.Remove("Cart");
            Session["Notice"] = "Thank you for your order.";
            Response.Redirect("~/Default.aspx");
        }
    }
}
