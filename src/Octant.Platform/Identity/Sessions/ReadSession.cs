using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Identity.Sessions;

/// <summary>Who asks, and what they may do.</summary>
public static class ReadSession
{
    public static async Task<Result<SessionView>> HandleAsync(Caller caller, SessionDescriber describer, CancellationToken cancellation) =>
        await describer.DescribeAsync(caller, cancellation);
}
