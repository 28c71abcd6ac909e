using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Octant.Server.WebConsole;

/// <summary>
/// Serves the console: its built files, and its page for every address that a person may have bookmarked. What belongs to the API, its
/// reference and the health checks never comes here, so a wrong address of the API stays a problem document and never a page.
/// </summary>
public static class ConsoleFiles
{
    private const string Page = "index.html";

    /// <summary>Nothing comes from elsewhere and no script is inline; the parts that Ant Design makes while it runs bring their styles with them.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] NotTheConsole = ["/api", "/openapi", "/docs", "/health"];

    public static void AddConsole(this IServiceCollection services) =>
        services.AddResponseCompression(compression =>
        {
            // Only public files pass through it, so nothing secret can be guessed from lengths (BREACH).
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"];
        });

    /// <summary>Does nothing when there is no such folder: a server may be built without its console.</summary>
    public static void UseConsole(this WebApplication application, string folder)
    {
        if (!File.Exists(Path.Combine(folder, Page)))
        {
            return;
        }

        var files = new PhysicalFileProvider(Path.GetFullPath(folder));
        application.UseWhen(IsForTheConsole, branch =>
        {
            branch.UseResponseCompression();
            branch.Use((context, next) => IsPage(context.Request.Path) ? ShowAsync(context, files.GetFileInfo(Page)) : next(context));
            branch.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = Prepare });
        });
    }

    private static bool IsForTheConsole(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !Array.Exists(NotTheConsole, start => context.Request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whatever looks like a file and is none stays 404: a page in place of a script that is gone helps nobody.</summary>
    private static bool IsPage(PathString path) => path == $"/{Page}" || !Path.HasExtension(path.Value);

    private static Task ShowAsync(HttpContext context, IFileInfo page)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "text/html; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.SendFileAsync(page, context.RequestAborted);
    }

    /// <summary>The names of built files hold a hash of what is in them; others may change under the same name.</summary>
    private static void Prepare(StaticFileResponseContext answer)
    {
        var headers = answer.Context.Response.Headers;
        headers[HeaderNames.CacheControl] = answer.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        headers.XContentTypeOptions = "nosniff";
    }
}
