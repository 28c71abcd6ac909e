using System.Collections.Frozen;
using Octant.Engine.Behaviour;
using Octant.Engine.Expressions;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>What a draft names and the strategy of the time did not have, so that it is as it stands today.</summary>
/// <param name="Kind">The noun: <c>attribute</c>, <c>offering</c>, <c>promotion</c>, <c>channel</c>, <c>event type</c>, <c>context field</c>, <c>area</c>.</param>
public sealed record TakenFromToday(string Kind, string Name);

/// <summary>A behaviour function of a draft for which nothing was kept at the time, so that it stays unknown.</summary>
/// <param name="Field">Where it is asked: <c>eligibility</c>, <c>trigger.absent</c>.</param>
/// <param name="Function">As written.</param>
public sealed record UnknownFunction(string Campaign, string Field, string Function);

/// <summary>
/// A draft put into the strategy of one version: everything else (policies, catalogue, channels, seed) is as it was then.
/// </summary>
public sealed class DraftStrategy
{
    /// <summary>A draft that changes more than one of so many campaigns is simply decided as a whole.</summary>
    private const int SmallPart = 4;

    private readonly FrozenSet<string> _changed;

    private DraftStrategy(Strategy recorded, Strategy full, Strategy? delta, FrozenSet<string> changed)
    {
        Recorded = recorded;
        Full = full;
        Delta = delta;
        _changed = changed;
    }

    /// <summary>What decided then.</summary>
    public Strategy Recorded { get; }

    /// <summary>What would have decided.</summary>
    public Strategy Full { get; }

    /// <summary>
    /// Only the campaigns that are new or changed: where none of these comes as far as arbitration, and none of the recorded
    /// ranking is gone or changed, the recorded decision stands. Null where that would save nothing, or would not be the same.
    /// </summary>
    internal Strategy? Delta { get; }

    /// <summary>In order of kind and name.</summary>
    public IReadOnlyList<TakenFromToday> TakenFromToday { get; private init; } = [];

    /// <summary>In order of campaign.</summary>
    public IReadOnlyList<UnknownFunction> UnknownFunctions { get; private init; } = [];

    /// <summary>Attributes the draft asks about and the dictionary of the time did not have: to be supplied for each customer.</summary>
    public IReadOnlyList<int> AttributesFromToday { get; private init; } = [];

    /// <summary>Nothing differs from what decided then.</summary>
    public bool ChangesNothing => _changed.Count == 0;

    /// <summary>Whether a campaign is new, changed or gone.</summary>
    public bool Changes(string campaign) => _changed.Contains(campaign);

    /// <summary>What of a draft does not hold together as everything stands today; empty when it does.</summary>
    public static IReadOnlyList<StrategyError> Check(Draft draft, Strategy today)
    {
        var compilation = StrategyCompiler.Compile(today.Definition with { Campaigns = draft.PutAmong(today.Definition.Campaigns) }, today);
        return compilation.Errors;
    }

    /// <param name="recorded">The strategy of the time.</param>
    /// <param name="today">Where what the draft names and <paramref name="recorded"/> lacks is taken from.</param>
    /// <returns>Null when the draft cannot be put into the strategy of the time, with what is wrong.</returns>
    public static DraftStrategy? Compile(Draft draft, Strategy recorded, StrategyDefinition today, out IReadOnlyList<StrategyError> errors)
    {
        var campaigns = draft.PutAmong(recorded.Definition.Campaigns);
        if (ReferenceEquals(campaigns, recorded.Definition.Campaigns))
        {
            errors = [];
            return new DraftStrategy(recorded, recorded, null, FrozenSet<string>.Empty);
        }

        var changed = ChangedIds(recorded.Definition.Campaigns, campaigns);
        var definition = recorded.Definition with { Campaigns = campaigns };
        var compilation = StrategyCompiler.Compile(definition, recorded);
        IReadOnlyList<TakenFromToday> taken = [];
        if (compilation.Strategy is null)
        {
            (definition, taken) = Completion.Of(definition, draft, today, replaceFields: false);
            compilation = StrategyCompiler.Compile(definition);
        }

        if (compilation.Strategy is null)
        {
            (definition, taken) = Completion.Of(definition, draft, today, replaceFields: true);
            compilation = StrategyCompiler.Compile(definition);
        }

        errors = compilation.Errors;
        if (compilation.Strategy is not { } full)
        {
            return null;
        }

        var own = full.Campaigns.Where(campaign => changed.Contains(campaign.Definition.Id)).ToList();
        var attributes = AttributesOf(own, full, recorded.Attributes.Count);
        return new DraftStrategy(recorded, full, taken.Count == 0 ? DeltaOf(full, own) : null, changed)
        {
            AttributesFromToday = attributes,
            TakenFromToday = [.. attributes.Select(id => new TakenFromToday("attribute", full.Attributes[id].Name)).Concat(taken)],
            UnknownFunctions = [.. own.SelectMany(campaign => UnknownOf(campaign, recorded.Behaviour.Measures))],
        };
    }

    private static FrozenSet<string> ChangedIds(IReadOnlyList<CampaignDefinition> before, IReadOnlyList<CampaignDefinition> after)
    {
        var known = before.ToDictionary(campaign => campaign.Id, StringComparer.Ordinal);
        var changed = after.Where(campaign => !(known.Remove(campaign.Id, out var same) && ReferenceEquals(same, campaign))).Select(campaign => campaign.Id).ToList();
        return changed.Concat(known.Keys).ToFrozenSet(StringComparer.Ordinal);
    }

    private static Strategy? DeltaOf(Strategy full, List<CompiledCampaign> own) =>
        own.Count * SmallPart > full.Campaigns.Count
            ? null
            : StrategyCompiler.Compile(full.Definition with { Campaigns = [.. own.Select(campaign => campaign.Definition)] }).Strategy;

    private static List<int> AttributesOf(List<CompiledCampaign> campaigns, Strategy full, int known)
    {
        var ids = campaigns.SelectMany(campaign => campaign.Conditions).OfType<CompiledExpression>().SelectMany(condition => condition.References.AttributeIds).ToList();
        if (campaigns.Exists(campaign => campaign.Options.Any(option => option.Offering.Devices.Length > 0)) && full.Catalog.DeviceAttribute is { } device)
        {
            ids.Add(device);
        }

        if (campaigns.Exists(campaign => campaign.Options.Any(option => option.Offering.Areas.Length > 0)) && full.Catalog.AreaAttribute is { } area)
        {
            ids.Add(area);
        }

        return [.. ids.Where(id => id >= known).Distinct().Order()];
    }

    private static IEnumerable<UnknownFunction> UnknownOf(CompiledCampaign campaign, IReadOnlyList<NumberedMeasure> kept)
    {
        var known = kept.Select(numbered => numbered.Measure).ToHashSet();
        var definition = campaign.Definition;
        if (definition.Trigger is { Other: { } other } trigger && !known.Contains(other))
        {
            yield return new UnknownFunction(definition.Id, trigger.Absent is null ? "trigger.after" : "trigger.absent", other.EventType);
        }

        foreach (var (field, condition) in FieldsOf(campaign))
        {
            foreach (var node in condition?.References.Behaviour ?? [])
            {
                if (node.Uses.Any(use => !known.Contains(use.Measure)))
                {
                    yield return new UnknownFunction(definition.Id, field, node.Span.Of(condition!.Text));
                }
            }
        }
    }

    private static IEnumerable<(string Field, CompiledExpression? Condition)> FieldsOf(CompiledCampaign campaign) =>
    [
        ("trigger.condition", campaign.TriggerCondition),
        ("audience", campaign.Audience),
        ("eligibility", campaign.Eligibility),
        ("applicability", campaign.Applicability),
        ("suitability", campaign.Suitability),
        .. campaign.Weights.Select((weight, index) => (FormattableString.Invariant($"contextWeights[{index}].when"), (CompiledExpression?)weight.When)),
    ];

    /// <summary>A strategy of the time with what a draft names besides, as that stands today.</summary>
    private static class Completion
    {
        /// <param name="replaceFields">Declared event types, context fields and areas are today's, also where there were others then.</param>
        public static (StrategyDefinition Definition, IReadOnlyList<TakenFromToday> Taken) Of(
            StrategyDefinition then, Draft draft, StrategyDefinition today, bool replaceFields)
        {
            var taken = new List<TakenFromToday>();
            var channels = draft.Campaigns.SelectMany(campaign => campaign.Channels).ToHashSet(StringComparer.Ordinal);
            var offers = draft.Campaigns.SelectMany(campaign => campaign.Offers).ToList();
            var offerings = offers.Select(offer => offer.Offering).ToHashSet(StringComparer.Ordinal);
            var promotions = offers.Select(offer => offer.Promotion).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var texts = draft.Campaigns.SelectMany(TextsOf).OfType<string>().ToList();
            return (then with
            {
                // Only ever added to, so those of then keep their places. Which of them the draft asks about is told elsewhere.
                Attributes = then.Attributes.Count < today.Attributes.Count ? today.Attributes : then.Attributes,
                Offerings = Joined("offering", then.Offerings, today.Offerings, offering => offering.Id, offerings.Contains),
                Promotions = Joined("promotion", then.Promotions, today.Promotions, promotion => promotion.Id, promotions.Contains),
                Channels = Joined("channel", then.Channels, today.Channels, channel => channel.Id, channels.Contains),
                EventTypes = replaceFields
                    ? Replaced("event type", then.EventTypes, today.EventTypes, type => type.Type, IsMentioned)
                    : Joined("event type", then.EventTypes, today.EventTypes, type => type.Type, IsMentioned),
                ContextFields = replaceFields
                    ? Replaced("context field", then.ContextFields, today.ContextFields, field => field.Name, IsMentioned)
                    : Joined("context field", then.ContextFields, today.ContextFields, field => field.Name, IsMentioned),
                Areas = Joined("area", then.Areas, today.Areas, area => area.Id, IsMentioned),
            }, taken);

            bool IsMentioned(string name) => texts.Exists(text => text.Contains(name, StringComparison.Ordinal));

            static IEnumerable<string?> TextsOf(CampaignDefinition campaign) =>
            [
                campaign.Trigger?.EventType, campaign.Trigger?.Absent, campaign.Trigger?.After, campaign.Trigger?.Condition,
                campaign.Audience, campaign.Eligibility, campaign.Applicability, campaign.Suitability,
                .. campaign.ContextWeights.Select(weight => weight.When),
            ];

            IReadOnlyList<T> Joined<T>(string kind, IReadOnlyList<T> before, IReadOnlyList<T> now, Func<T, string> name, Func<string, bool> isNamed)
            {
                var known = before.Select(name).ToHashSet(StringComparer.Ordinal);
                var missing = now.Where(item => isNamed(name(item)) && !known.Contains(name(item))).ToList();
                taken.AddRange(missing.Select(item => new TakenFromToday(kind, name(item))));
                return missing.Count == 0 ? before : [.. before, .. missing];
            }

            IReadOnlyList<T> Replaced<T>(string kind, IReadOnlyList<T> before, IReadOnlyList<T> now, Func<T, string> name, Func<string, bool> isNamed)
                where T : notnull
            {
                var names = now.Select(name).ToHashSet(StringComparer.Ordinal);
                taken.AddRange(now.Where(item => isNamed(name(item)) && !before.Contains(item)).Select(item => new TakenFromToday(kind, name(item))));
                return [.. now, .. before.Where(item => !names.Contains(name(item)))];
            }
        }
    }
}
