using Octant.Engine.Calendar;

namespace Octant.Engine.Decisions;

/// <summary>
/// The campaigns of a place, counted as its <see cref="PlaceSituation"/> needs them, so that a change need not look at those that stand.
/// </summary>
/// <param name="Marketing">Those that are not of the class <c>service</c>.</param>
/// <param name="Live">Those that are not paused.</param>
/// <param name="FirstStart">Of the live ones; the latest instant there is when there is none.</param>
/// <param name="AtFirstStart">Live ones that start then.</param>
/// <param name="LastEnd">Of the live ones; the earliest instant there is when there is none.</param>
/// <param name="AtLastEnd">Live ones that end then.</param>
internal readonly record struct PlaceTally(int All, int Marketing, int Live, Instant FirstStart, int AtFirstStart, Instant LastEnd, int AtLastEnd)
{
    public static PlaceTally None { get; } = new(0, 0, 0, Instant.MaxValue, 0, Instant.MinValue, 0);

    public PlaceSituation Situation => new(All > 0, Marketing > 0, Live > 0, FirstStart, LastEnd);

    public static PlaceTally Of(IEnumerable<CompiledCampaign> campaigns)
    {
        var tally = None;
        foreach (var campaign in campaigns)
        {
            tally = tally.With(campaign.Definition);
        }

        return tally;
    }

    /// <summary>Null when the last of those that start first or end last is gone: then all must be counted again.</summary>
    public PlaceTally? With(IEnumerable<CompiledCampaign> removed, IEnumerable<CompiledCampaign> added)
    {
        var tally = this;
        foreach (var campaign in removed)
        {
            if (tally.Without(campaign.Definition) is not { } rest)
            {
                return null;
            }

            tally = rest;
        }

        foreach (var campaign in added)
        {
            tally = tally.With(campaign.Definition);
        }

        return tally;
    }

    private PlaceTally With(CampaignDefinition campaign)
    {
        var one = PlaceSituation.Of(campaign);
        var counted = this with { All = All + 1, Marketing = Marketing + (one.HasMarketing ? 1 : 0) };
        if (!one.HasLive)
        {
            return counted;
        }

        var first = Instant.Min(FirstStart, campaign.Start);
        var last = Instant.Max(LastEnd, campaign.End);
        return counted with
        {
            Live = Live + 1,
            FirstStart = first,
            AtFirstStart = (first == FirstStart ? AtFirstStart : 0) + (first == campaign.Start ? 1 : 0),
            LastEnd = last,
            AtLastEnd = (last == LastEnd ? AtLastEnd : 0) + (last == campaign.End ? 1 : 0),
        };
    }

    private PlaceTally? Without(CampaignDefinition campaign)
    {
        var one = PlaceSituation.Of(campaign);
        var rest = this with { All = All - 1, Marketing = Marketing - (one.HasMarketing ? 1 : 0) };
        if (!one.HasLive)
        {
            return rest;
        }

        rest = rest with
        {
            Live = Live - 1,
            AtFirstStart = AtFirstStart - (campaign.Start == FirstStart ? 1 : 0),
            AtLastEnd = AtLastEnd - (campaign.End == LastEnd ? 1 : 0),
        };
        return rest.AtFirstStart > 0 && rest.AtLastEnd > 0 ? rest : null;
    }
}
