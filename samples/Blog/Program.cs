using Blog.Data;
using Blog.Hubs;
using Blog.Options;
using Blog.Services;
using Microsoft.AspNetCore.Authentication.Cookies;

var builder = WebApplication.CreateBuilder(args);

builder.Services.Configure<BlogOptions>(builder.Configuration.GetSection(BlogOptions.Section));
builder.Services.AddBlogDatabase(builder.Configuration, builder.Environment);

builder.Services.AddControllersWithViews();
builder.Services.AddHttpContextAccessor();
builder.Services.AddRouting(options => options.LowercaseUrls = true);

// Notices ("theme activated") are kept in session until the page after the redirect shows them.
builder.Services.AddSession(options => // expect: SN1001
{
    options.Cookie.Name = "blog.session";
    options.Cookie.IsEssential = true;
    options.IdleTimeout = TimeSpan.FromMinutes(30);
});

builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie(options => // expect: SN5001
    {
        options.Cookie.Name = "blog.login";
        options.LoginPath = "/account/login";
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
    });
builder.Services.AddAuthorization();

// Readers of a post see new comments without reloading.
builder.Services.AddSignalR(); // expect: SN6001

builder.Services.AddSingleton<PageCache>();
builder.Services.AddSingleton<SpamFilter>();
builder.Services.AddSingleton<DraftStore>();
builder.Services.AddScoped<ViewRenderer>();
builder.Services.AddScoped<AccountService>();
builder.Services.AddScoped<PostService>();
builder.Services.AddScoped<CommentService>();
builder.Services.AddScoped<MediaLibrary>();
builder.Services.AddScoped<ThemeService>();

var app = builder.Build();

await app.Services.CreateBlogDatabaseAsync();

if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler("/error");
}

app.UseStatusCodePagesWithReExecute("/error/{0}");
app.UseStaticFiles();
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.UseSession();

app.MapHub<ReadersHub>(ReadersHub.Path);
app.MapControllerRoute("admin", "{area:exists}/{controller=Posts}/{action=Index}/{id?}");
app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}");

await app.RunAsync();
