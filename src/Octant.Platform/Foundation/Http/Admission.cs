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

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) > most)
            {
                await new ProblemResponse(Problem.Overloaded(RetryAfter)).ExecuteAsync(context);
                return;
            }

            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
