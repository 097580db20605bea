using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Blog.Services;

/// <summary>Renders a partial view to a string, for the page cache.</summary>
public sealed class ViewRenderer(IRazorViewEngine engine, ITempDataDictionaryFactory tempData, IHttpContextAccessor accessor)
{
    public async Task<string> RenderAsync<TModel>(string path, TModel model)
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("Views are rendered while a request is handled.");
        var action = new ActionContext(http, http.GetRouteData(), new ActionDescriptor());
        var found = engine.GetView(executingFilePath: null, path, isMainPage: false);
        var view = found.View ?? throw new InvalidOperationException($"There is no view {path}.");

        var data = new ViewDataDictionary<TModel>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model };
        await using var writer = new StringWriter();
        await view.RenderAsync(new ViewContext(action, view, data, tempData.GetTempData(http), writer, new HtmlHelperOptions()));
        return writer.ToString();
    }
}
