using Blog.Models;

namespace Blog.Areas.Admin.Models;

public sealed record ThemesPage(IReadOnlyList<Theme> Themes, Theme Active);
