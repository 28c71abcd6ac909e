using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server;

/// <summary>What a node's health is; <paramref name="Checks"/> names what was asked.</summary>
public sealed record HealthStatus(string Status, IReadOnlyList<string> Checks);

/// <summary>
/// <c>/health/live</c>: the process answers; restart it when it does not. <c>/health/ready</c>: it can do its work; send it
/// requests only then.
/// </summary>
public static class Health
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthStatus("live", [])))
            .AllowAnonymous()
            .WithTags("Health")
            .WithName("isLive")
            .WithSummary("Whether the process answers.");
        routes.MapGet("/health/ready", ReadyAsync)
            .AllowAnonymous()
            .WithTags("Health")
            .WithName("isReady")
            .WithSummary("Whether it can do its work; 503 says what is missing.")
            .Produces<HealthStatus>()
            .Produces<ProblemDocument>(StatusCodes.Status503ServiceUnavailable, ProblemDocument.ContentType);
    }

    private static async Task<IResult> ReadyAsync(
        IEnumerable<IReadinessCheck> checks, IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return new ProblemResponse(Problem.Unavailable("The server is stopping.", RetryAfter));
        }

        var names = new List<string>();
        var faults = new List<FieldError>();
        foreach (var check in checks)
        {
            names.Add(check.Name);
            if (await check.FindFaultAsync(cancellation) is { } fault)
            {
                faults.Add(new FieldError(check.Name, "ready", fault));
            }
        }

        return faults.Count == 0
            ? TypedResults.Ok(new HealthStatus("ready", names))
            : new ProblemResponse(Problem.Unavailable("Not everything is ready.", RetryAfter) with { Errors = faults });
    }
}

/// <summary>Ready when the back office can be read.</summary>
public sealed class StorageReadiness(IDocumentStore documents) : IReadinessCheck
{
    public string Name => "storage";

    public async ValueTask<string?> FindFaultAsync(CancellationToken cancellation)
    {
        try
        {
            await documents.ListAsync("readiness", 0, 1, cancellation);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return $"cannot be read ({exception.GetType().Name})";
        }
    }
}
