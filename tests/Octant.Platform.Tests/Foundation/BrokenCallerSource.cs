using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Tests.Foundation;

internal sealed class BrokenCallerSource : ICallerSource
{
    public const string Secret = "13800138000";

    /// <summary>Breaks for callers without a key.</summary>
    public ValueTask<Result<Caller>?> FindAsync(HttpContext context) =>
        context.Request.Headers.ContainsKey("X-Api-Key") ? default : throw new InvalidOperationException(Secret);
}
