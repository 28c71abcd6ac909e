using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Insights.Figures;

/// <summary>Figures of the caller's part of the organisation, a page of lines with the sum of all.</summary>
public static class ReadInsightFigures
{
    /// <param name="by">What the lines are: unit, person, channel, offering, campaign, day, hour or reason.</param>
    /// <param name="within">The path of a unit; the caller's part when left out.</param>
    /// <param name="from">A date such as 2026-01-31 in the platform's zone; today when left out.</param>
    /// <param name="to">The first date beyond; the day after <paramref name="from"/> when left out.</param>
    /// <param name="staff">A staff number; empty for what no person took part in.</param>
    public static async Task<Result<InsightFigures>> HandleAsync(
        Caller caller,
        PageRequest page,
        FiguresReader reader,
        CancellationToken cancellation,
        string? by = null,
        string? within = null,
        string? from = null,
        string? to = null,
        string? channel = null,
        string? offering = null,
        string? campaign = null,
        string? staff = null) =>
        (await reader.ReadAsync(by, within, from, to, new FiguresFilter(channel, offering, campaign, staff), caller, cancellation)).TryGet(out var figures, out var problem)
            ? figures with { Items = [.. figures.Items.Skip(page.Offset).Take(page.Limit)] }
            : problem;
}
