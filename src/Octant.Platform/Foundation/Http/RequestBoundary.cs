using System.Data.Common;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Foundation.Http;

/// <summary>
/// The outermost step of every request: whatever went wrong further in leaves as a problem, its place is given back to
/// <see cref="Admission"/>, and one line is logged with method, route template, status and duration. Never a path, a query, a body or the
/// text of an exception: these can hold what tells who a customer is.
/// </summary>
public sealed partial class RequestBoundary(RequestDelegate next, ILogger<RequestBoundary> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, Of(exception));
        }
        catch (Exception exception) when (!context.Response.HasStarted && OfUnavailable(exception) is not null)
        {
            await AnswerAsync(context, OfUnavailable(exception)!);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            LogDefect(RouteOf(context), exception.GetType().FullName, exception.InnerException?.GetType().FullName, exception.StackTrace);
            await AnswerAsync(context, new Problem(ProblemKind.Defect, $"Something is broken here; the log names it under {context.TraceIdentifier}."));
        }
        finally
        {
            context.Features.Get<Admission>()?.Leave();
        }

        if (context.Response is { HasStarted: false, ContentType: null, ContentLength: null } && OfStatus(context) is { } problem)
        {
            await new ProblemResponse(problem).ExecuteAsync(context);
        }

        // What went well is a line only when somebody looks closely: at thousands of decisions a second nobody reads them.
        var level = context.Response.StatusCode < StatusCodes.Status400BadRequest ? LogLevel.Debug : LogLevel.Information;
        if (logger.IsEnabled(level))
        {
            LogRequest(
                level, context.Request.Method, RouteOf(context), context.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    private static Task AnswerAsync(HttpContext context, Problem problem)
    {
        context.Response.Clear();
        return new ProblemResponse(problem).ExecuteAsync(context);
    }

    private static Problem Of(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Problem(ProblemKind.TooLarge, "The body is larger than this route takes."),
        StatusCodes.Status415UnsupportedMediaType => new Problem(ProblemKind.UnsupportedMediaType, "The body is of a media type that this route does not take."),
        _ => new Problem(ProblemKind.Invalid, exception.Message),
    };

    /// <summary>Not a defect: the engine or the views are behind, the partition is elsewhere, or the database is away for a while.</summary>
    private static Problem? OfUnavailable(Exception exception) => exception switch
    {
        OverloadException => Problem.Overloaded(RetryAfter),
        PartitionUnavailableException or TimeoutException => Problem.Unavailable(exception.Message, RetryAfter),
        DbException { IsTransient: true } => Problem.Unavailable("The database cannot be reached at the moment.", RetryAfter),
        _ => null,
    };

    private static Problem? OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Problem(ProblemKind.NotFound, "There is no such address; /openapi/v1.json lists all there are."),
        StatusCodes.Status405MethodNotAllowed => new Problem(
            ProblemKind.MethodNotAllowed, $"This address takes {context.Response.Headers.Allow}, not {context.Request.Method}."),
        StatusCodes.Status415UnsupportedMediaType => new Problem(ProblemKind.UnsupportedMediaType, "The body must be application/json in UTF-8."),
        _ => null,
    };

    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";

    [LoggerMessage("{Method} {Route} {Status} in {Milliseconds:0.0} ms")]
    private partial void LogRequest(LogLevel level, string method, string route, int status, double milliseconds);

    [LoggerMessage(LogLevel.Error, "Defect in {Route}: {Exception} (from {Cause}) {Stack}")]
    private partial void LogDefect(string route, string? exception, string? cause, string? stack);
}
