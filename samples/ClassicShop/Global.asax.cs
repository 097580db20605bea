using System;
using System.Web;
using ClassicShop.Catalogue;

namespace ClassicShop
{
    public class Global : HttpApplication
    {
        protected void Application_Start(object sender, EventArgs e)
        {
            // Every node reads the same rates, and nobody changes them until the next deployment.
            Application["TaxRates"] = TaxRates.Load();
            Application["Visitors"] = 0;
        }

        protected void Session_Start(object sender, EventArgs e)
        {
            // Pins the id of the session. A node that does not know the session does the same again.
            Session["Started"] = true;

            Application.Lock();
            Application["Visitors"] = (int)Application["Visitors"] + 1; // expect: SN1004
            Application.UnLock();
        }
    }
}
