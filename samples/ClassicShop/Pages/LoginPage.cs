using System;
using System.Web.Security;
using System.Web.UI;

namespace ClassicShop.Pages
{
    public class LoginPage : Page
    {
        protected void Page_Load(object sender, EventArgs e)
        {
            if (!IsPostBack)
            {
                ViewState["ReturnUrl"] = Request.QueryString["ReturnUrl"];
            }
        }

        protected void SignIn(object sender, EventArgs e)
        {
            if (Membership.ValidateUser(Request.Form["user"], Request.Form["password"]))
            {
                FormsAuthentication.SetAuthCookie(Request.Form["user"], false); // expect: SN5006
                Response.Redirect((string)ViewState["ReturnUrl"] ?? "~/Default.aspx");
            }
        }
    }
}
