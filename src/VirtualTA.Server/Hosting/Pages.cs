using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace VirtualTA.Server.Hosting;

/// <summary>Serves the built web pages from <c>wwwroot</c> beside the program.</summary>
internal static class Pages
{
    private const string Missing = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>VirtualTA</title>
        <h1>The pages are not built</h1>
        <p>The server runs, but its web pages are missing. Run <code>npm ci &amp;&amp; npm run build</code> in <code>web/</code>
        (Node 20 or later), then build the server again.</p></html>
        """;

    public static void MapPages(this WebApplication app)
    {
        var directory = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!File.Exists(Path.Combine(directory, "index.html")))
        {
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Pages)).PagesMissing(directory);
            app.MapGet("/", () => Results.Content(Missing, "text/html; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable));
            return;
        }

        var files = new PhysicalFileProvider(directory);
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".mjs"] = "text/javascript";
        types.Mappings[".onnx"] = "application/octet-stream";
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, ContentTypeProvider = types, OnPrepareResponse = SetCaching });
        foreach (var page in Directory.EnumerateFiles(directory, "*.html"))
        {
            var name = Path.GetFileNameWithoutExtension(page);
            if (name != "index")
            {
                app.MapGet($"/{name}", () => Results.File(page, "text/html; charset=utf-8"));
            }
        }
    }

    /// <summary>Files under <c>assets</c> carry a hash of their content in the name and never change; pages may at any time.</summary>
    private static void SetCaching(StaticFileResponseContext response) =>
        response.Context.Response.Headers.CacheControl =
            response.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}
