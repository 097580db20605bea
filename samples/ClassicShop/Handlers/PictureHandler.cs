using System.IO;
using System.Web;

namespace ClassicShop.Handlers
{
    /// <summary>Takes the picture of a product.</summary>
    public class PictureHandler : IHttpHandler
    {
        public bool IsReusable
        {
            get { return true; }
        }

        public void ProcessRequest(HttpContext context)
        {
            var picture = context.Request.Files["picture"];
            var name = Path.GetFileName(picture.FileName);
            picture.SaveAs(context.Server.MapPath("~/pictures/" + name)); // expect: SN3001
            context.Response.Redirect("~/pictures/" + name);
        }
    }
}
