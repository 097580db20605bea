using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Blog.Areas.Admin.Controllers;

[Area("Admin"), Authorize, AutoValidateAntiforgeryToken]
public abstract class AdminController : Controller
{
    protected string UserName => User.Identity!.Name!;
}
