using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Identity.Sessions;

/// <summary>
/// The cookie that holds a session's token. Scripts cannot read it and other sites cannot make a browser send it; and because a browser
/// sends it by itself, whatever changes something must also carry a header that a page of another site cannot set.
/// </summary>
public static class SessionCookie
{
    public const string Name = "octant-session";

    /// <summary>Any value; <see cref="Background"/> for what the console asks by itself, which keeps no session alive.</summary>
    public const string RequestHeader = "X-Octant-Request";

    public const string Background = "background";

    private static readonly Problem HeaderNeeded = Problem.Forbidden($"The header {RequestHeader} is needed with whatever changes something by a session.");

    public static string? Read(HttpRequest request) => request.Cookies[Name] is { Length: > 0 } token ? token : null;

    public static void Write(HttpContext context, string token, SessionTimes times) =>
        context.Response.Cookies.Append(Name, token, Form(context, times));

    public static void Clear(HttpContext context, SessionTimes times) => context.Response.Cookies.Delete(Name, Form(context, times));

    /// <summary>Null when the request cannot have been made by a page of another site.</summary>
    public static Problem? RefuseForgery(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers[RequestHeader].Count > 0 ? null : HeaderNeeded;

    public static bool IsBackground(HttpRequest request) => request.Headers[RequestHeader] == Background;

    private static CookieOptions Form(HttpContext context, SessionTimes times) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = times.AlwaysSecure || context.Request.IsHttps,
        Path = "/",
    };
}
