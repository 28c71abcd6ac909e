using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Insights.Comparisons;

/// <summary>Shares, growth and differences of a comparison, as they are printed and unrounded.</summary>
public static class ReadComparison
{
    public static async Task<Result<ComparisonFigures>> HandleAsync(string id, ComparisonResource comparisons, CancellationToken cancellation) =>
        await comparisons.Reader.ReadAsync(id, cancellation) is { Value: { } comparison }
            ? ComparisonFigures.Of(comparison)
            : Problem.NotFound(comparisons.Kind, id);
}
