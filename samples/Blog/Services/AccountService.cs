using System.Security.Claims;
using Blog.Data;
using Blog.Models;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Blog.Services;

public sealed class AccountService(BlogDbContext db)
{
    private readonly PasswordHasher<Author> hasher = new();

    /// <summary>The signed-in user, or null where name or password is wrong.</summary>
    public async Task<ClaimsPrincipal?> CheckAsync(LoginForm form, CancellationToken cancellationToken)
    {
        var author = await db.Authors.FirstOrDefaultAsync(a => a.UserName == form.UserName, cancellationToken);
        if (author is null || hasher.VerifyHashedPassword(author, author.PasswordHash, form.Password) == PasswordVerificationResult.Failed)
        {
            return null;
        }

        Claim[] claims = [new(ClaimTypes.Name, author.UserName), new(ClaimTypes.GivenName, author.DisplayName)];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme));
    }
}
