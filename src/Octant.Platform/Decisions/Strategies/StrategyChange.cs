using Octant.Engine.Decisions;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>What makes one strategy out of the one before, as it is stored: a change among ten thousand campaigns is a small document.</summary>
public sealed record StrategyChange
{
    public required long Version { get; init; }

    /// <summary>The version it changes.</summary>
    public required long Follows { get; init; }

    /// <summary>Everything but the campaigns; null when that is as before.</summary>
    public StrategyDefinition? Surroundings { get; init; }

    /// <summary>Campaigns that are new or changed.</summary>
    public IReadOnlyList<CampaignDefinition> Put { get; init; } = [];

    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <param name="before">What is the same object in both has not changed.</param>
    public static StrategyChange Between(StrategyDefinition before, StrategyDefinition after)
    {
        // Most campaigns stand where they stood: what is the same at both ends is not looked at by name.
        var (old, now) = (before.Campaigns, after.Campaigns);
        var (first, last) = SharedParts.Ends(old, now);
        var known = old.Take(first..^last).ToDictionary(campaign => campaign.Id, StringComparer.Ordinal);
        var put = new List<CampaignDefinition>();
        foreach (var campaign in now.Take(first..^last))
        {
            if (!(known.Remove(campaign.Id, out var same) && ReferenceEquals(same, campaign)))
            {
                put.Add(campaign);
            }
        }

        return new StrategyChange
        {
            Version = after.Version,
            Follows = before.Version,
            Surroundings = Bare(before, before) == Bare(after, before) ? null : after with { Campaigns = [] },
            Put = put,
            Removed = [.. known.Keys.Order(StringComparer.Ordinal)],
        };
    }

    public StrategyDefinition ApplyTo(StrategyDefinition before)
    {
        if (before.Version != Follows)
        {
            throw new InvalidOperationException($"The change to strategy {Version} follows {Follows}, not {before.Version}.");
        }

        var changes = new SortedList<string, CampaignDefinition?>(StringComparer.Ordinal);
        foreach (var id in Removed)
        {
            changes[id] = null;
        }

        foreach (var campaign in Put)
        {
            changes[campaign.Id] = campaign;
        }

        return (Surroundings ?? before) with
        {
            Version = Version,
            Campaigns = OrderedById.After<CampaignDefinition>(before.Campaigns.ToArray(), changes, campaign => campaign.Id),
        };
    }

    private static StrategyDefinition Bare(StrategyDefinition definition, StrategyDefinition before) => definition with
    {
        Version = 0,
        Campaigns = Array.Empty<CampaignDefinition>(),
        Measures = definition.Measures.SequenceEqual(before.Measures) ? before.Measures : definition.Measures,
    };
}
