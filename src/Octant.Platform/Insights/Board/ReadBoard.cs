using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Insights.Board;

/// <summary>Today in the caller's part of the organisation.</summary>
public static class ReadBoard
{
    public static async Task<Result<Board>> HandleAsync(Caller caller, BoardKeeper keeper, CancellationToken cancellation) =>
        await keeper.ReadAsync(caller, cancellation);
}
