using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>The wire form of a <see cref="Problem"/> (RFC 9457), with the wrong fields in <c>errors</c>.</summary>
public sealed record ProblemDocument(string Type, string Title, int Status, string Detail, IReadOnlyList<FieldError>? Errors)
{
    public const string ContentType = "application/problem+json";
}

/// <summary>Answers with a problem.</summary>
public sealed class ProblemResponse(Problem problem) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var status = StatusOf(problem.Kind);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ProblemDocument.ContentType;
        if (problem.RetryAfter is { } retryAfter)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var document = new ProblemDocument("about:blank", TitleOf(problem.Kind), status, problem.Detail, problem.Errors.Count > 0 ? problem.Errors : null);
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document, JsonConventions.Options), httpContext.RequestAborted);
    }

    public static int StatusOf(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => StatusCodes.Status400BadRequest,
        ProblemKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ProblemKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ProblemKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ProblemKind.TooManyRequests => StatusCodes.Status429TooManyRequests,
        ProblemKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static string TitleOf(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => "The request is not valid",
        ProblemKind.Unauthenticated => "Not signed in",
        ProblemKind.Forbidden => "Not permitted",
        ProblemKind.NotFound => "Not found",
        ProblemKind.MethodNotAllowed => "Method not allowed",
        ProblemKind.Conflict => "Not possible in the present state",
        ProblemKind.PreconditionFailed => "Changed meanwhile",
        ProblemKind.TooLarge => "Too large",
        ProblemKind.UnsupportedMediaType => "Unsupported media type",
        ProblemKind.TooManyRequests => "Too many requests",
        ProblemKind.Unavailable => "Not available now",
        _ => "Defect",
    };
}
