using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>
/// Bounds how many requests are worked on at once, so that those accepted stay quick: what is beyond answers 503 with
/// Retry-After at once.
/// </summary>
public sealed class Admission(RequestDelegate next, int most)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private int _inside;

    public Task InvokeAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _inside) > most)
        {
            Leave();
            return new ProblemResponse(Problem.Overloaded(RetryAfter)).ExecuteAsync(context);
        }

        context.Features.Set(this);
        return next(context);
    }

    /// <summary>
    /// Called by <see cref="RequestBoundary"/>, which waits for the end of every request anyway: a second wait here would cost each of them.
    /// </summary>
    public void Leave() => Interlocked.Decrement(ref _inside);
}
