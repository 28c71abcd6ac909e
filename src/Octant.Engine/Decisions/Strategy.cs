using System.Collections.Frozen;
using System.Collections.Immutable;
using Octant.Engine.Arbitration;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Matching;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>Something in a strategy that does not hold together: which thing, which of its fields, what is wrong.</summary>
/// <param name="Kind">The noun, such as <c>campaign</c>.</param>
/// <param name="Field">Path of the field, in the words of the interface.</param>
/// <param name="Error">Set when the field is an expression that does not compile.</param>
public sealed record StrategyError(string Kind, string Id, string Field, string Message, CompileError? Error = null);

/// <summary>A compiled strategy, or what is wrong with its definition.</summary>
public sealed record StrategyCompilation(Strategy? Strategy, IReadOnlyList<StrategyError> Errors);

/// <summary>
/// The immutable compiled snapshot of live campaigns, policies, products and channels that decisions are made by. Made from
/// a <see cref="StrategyDefinition"/> once, shared by all partitions, replaced as a whole.
/// </summary>
public sealed class Strategy
{
    private readonly CampaignIndex _index;
    private readonly CompiledCampaign[] _inOrder;
    private readonly CampaignTable _campaigns;
    private readonly FrozenDictionary<string, EventUse> _eventUses;
    private readonly FrozenDictionary<string, Channel> _channels;
    private readonly FrozenDictionary<string, Outlet> _outlets;
    private readonly FrozenDictionary<string, Touchpoint> _touchpoints;
    private readonly FrozenDictionary<string, ZoneTable> _zones;
    private readonly FrozenDictionary<string, Allotment> _allotments;
    private readonly int _predicted;
    private readonly int _zoneAttribute = -1;
    private readonly int _homeAttribute = -1;

    /// <param name="definition">Its campaigns in ordinal order of id.</param>
    /// <param name="campaigns">In that order.</param>
    /// <param name="previous">The strategy this one follows: what has not changed is shared with it.</param>
    internal Strategy(
        StrategyDefinition definition,
        AttributeDictionary attributes,
        CatalogView catalog,
        CompiledCampaign[] campaigns,
        CompiledExpression? highValue,
        Strategy? previous)
    {
        var before = previous?.Definition;
        HighValue = highValue;
        var (removed, added) = CampaignIndex.Difference(previous is null ? [] : previous.InOrder, campaigns);
        Behaviour = previous is not null
            && ReferenceEquals(previous.HighValue, highValue)
            && previous.Behaviour.Measures.SequenceEqual(definition.Measures)
            && !UsesOf([.. removed, .. added], null).Any()
                ? previous.Behaviour
                : new BehaviourPlan(definition.Measures, UsesOf(campaigns, highValue));
        _predicted = (previous?._predicted ?? 0) + added.Count(IsPredicted) - removed.Count(IsPredicted);
        Definition = definition with { Measures = Behaviour.Measures };
        Attributes = attributes;
        Catalog = catalog;
        Caps = before is not null && SharedParts.AreSame(before.Policies, definition.Policies) ? previous!.Caps : new CapLedger(definition.Policies);
        _inOrder = campaigns;
        _campaigns = (previous?._campaigns ?? CampaignTable.Empty).With(removed, added);
        _channels = SharedParts.Lookup(before?.Channels, definition.Channels, previous?._channels, channel => channel.Id);
        _outlets = SharedParts.Lookup(before?.Outlets, definition.Outlets, previous?._outlets, outlet => outlet.Id);
        _touchpoints = SharedParts.Lookup(before?.Touchpoints, definition.Touchpoints, previous?._touchpoints, touchpoint => touchpoint.Id);
        _zones = SharedParts.Lookup(before?.Zones, definition.Zones, previous?._zones, zone => zone.Name);
        _allotments = SharedParts.Lookup(before?.Allotments, definition.Allotments, previous?._allotments, allotment => allotment.Campaign);
        Zone = _zones[definition.Zone];
        GlobalHoldout = Holdout.OfAllMarketing(definition.Seed, definition.GlobalHoldoutShare);
        if (definition.ZoneAttribute is { } name && Attributes.TryGet(name, out var attribute) && attribute.Kind == AttributeKind.Category)
        {
            _zoneAttribute = attribute.Id;
        }

        if (Attributes.TryGet(HomeUnitAttributeName, out var home) && home.Kind == AttributeKind.Category)
        {
            _homeAttribute = home.Id;
        }

        _index = (previous?._index ?? CampaignIndex.Empty).With(removed, added);
        var eventsStand = previous is not null
            && ReferenceEquals(previous.Behaviour, Behaviour)
            && SharedParts.AreSame(previous.Definition.EventTypes, definition.EventTypes)
            && !removed.Concat(added).Any(campaign => campaign.Definition.Trigger is not null);
        _eventUses = eventsStand
            ? previous!._eventUses
            : definition.EventTypes.ToFrozenDictionary(
                type => type.Type,
                type => new EventUse(type, _index.OnEvent(type.Type), _index.AbsencesAfter(type.Type), Behaviour.Uses(type.Type)),
                StringComparer.Ordinal);
    }

    /// <summary>An integer raised with every change that could make an old decision come out differently.</summary>
    public const int EngineVersion = 4;

    /// <summary>Name of the category attribute that holds the organisation unit a customer belongs to, as a path.</summary>
    public const string HomeUnitAttributeName = "homeUnit";

    public StrategyDefinition Definition { get; }

    /// <summary>What is kept of customers' behaviour.</summary>
    public BehaviourPlan Behaviour { get; }

    public long Version => Definition.Version;

    public AttributeDictionary Attributes { get; }

    public CatalogView Catalog { get; }

    public CapLedger Caps { get; }

    public IReadOnlyList<ContactPolicy> Policies => Definition.Policies;

    /// <summary>In ordinal order of id.</summary>
    public IReadOnlyList<CompiledCampaign> Campaigns => _inOrder;

    /// <summary>The same.</summary>
    internal ReadOnlySpan<CompiledCampaign> InOrder => _inOrder;

    /// <summary>Whether any campaign takes its propensities from the response model.</summary>
    internal bool AsksModel => _predicted > 0;

    /// <summary>Who counts as a high-value customer; null: nobody.</summary>
    public CompiledExpression? HighValue { get; }

    /// <summary>Customers to whom no marketing is ever offered.</summary>
    public Holdout GlobalHoldout { get; }

    /// <summary>The platform's own zone.</summary>
    public ZoneTable Zone { get; }

    public CompiledCampaign? Campaign(string id) => _campaigns.Find(id);

    public Channel? Channel(string id) => _channels.GetValueOrDefault(id);

    public Outlet? Outlet(string id) => _outlets.GetValueOrDefault(id);

    public Touchpoint? Touchpoint(string id) => _touchpoints.GetValueOrDefault(id);

    /// <summary>What the campaign may use of the shared channels on the allotment's day; null when nothing was allotted.</summary>
    public Allotment? Allotment(string campaign) => _allotments.GetValueOrDefault(campaign);

    /// <summary>Whether an event of this type does anything at all; the others are counted and left aside.</summary>
    public bool Uses(CustomerEventType type) => UseOf(type.Type)?.IsUsed == true;

    /// <summary>What it does with events of this type; null when nobody declared it.</summary>
    internal EventUse? UseOf(string eventType) => _eventUses.GetValueOrDefault(eventType);

    /// <summary>
    /// Campaigns that can be asked for on this channel at this touchpoint, one by one as the reference judges them; null: at no
    /// touchpoint in particular.
    /// </summary>
    public IEnumerable<CompiledCampaign> OnChannel(string channel, string? touchpoint) => _index.OnChannel(channel, touchpoint);

    /// <summary>Adds the campaigns whose conditions are all true and which are in force, in ordinal order of id.</summary>
    internal PlaceSituation Match(DecisionInputs inputs, IExpressionScope scope, MatchScratch scratch, List<RulePlace<OptionRow>> matches) =>
        inputs.Request is { } request
            ? _index.MatchRequest(request.Channel, request.Touchpoint, scope, scratch, matches)
            : _index.MatchEvent(inputs.Trigger!, scope, scratch, matches);

    /// <summary>Campaigns that answer this event, or what did not follow it, by themselves; in ordinal order of id.</summary>
    public ReadOnlySpan<CompiledCampaign> TriggeredBy(TriggeringEvent trigger) =>
        trigger.Absence is { } absence ? _index.OnAbsence(absence) : _index.OnEvent(trigger.Type);

    private static bool IsPredicted(CompiledCampaign campaign) => campaign.Definition.PropensitySource == PropensitySource.Model;

    private static IEnumerable<MeasureUse> UsesOf(IReadOnlyList<CompiledCampaign> campaigns, CompiledExpression? highValue)
    {
        IEnumerable<CompiledExpression?> conditions = campaigns
            .SelectMany(campaign => campaign.Conditions)
            .Append(highValue);
        return conditions
            .OfType<CompiledExpression>()
            .SelectMany(condition => condition.References.Measures)
            .Concat(campaigns.Select(campaign => campaign.Definition.Trigger?.Other).OfType<BehaviourMeasure>().Select(measure => new MeasureUse(measure, null)));
    }

    /// <summary>The unit a customer belongs to; null when it is not known. What happens with them is counted there; no decision looks at it.</summary>
    internal string? HomeUnitOf(CustomerState customer) =>
        _homeAttribute >= 0 && customer.Profile.Value(_homeAttribute) is { } home ? home.Category : null;

    /// <summary>The customer's own zone where it is known, the platform's otherwise.</summary>
    public ZoneTable ZoneOf(CustomerState customer) =>
        _zoneAttribute >= 0
        && customer.Profile.Value(_zoneAttribute) is { } zone
        && _zones.TryGetValue(zone.Category, out var table)
            ? table
            : Zone;
}

/// <summary>A campaign with its expressions compiled and its offers laid out channel by channel.</summary>
public sealed class CompiledCampaign
{
    public required CampaignDefinition Definition { get; init; }

    /// <summary>What the index finds it by; none when it cannot be true while this strategy is in force.</summary>
    internal IReadOnlyList<RuleSlot> Slots { get; init; } = [];

    public required Holdout Holdout { get; init; }

    public CompiledExpression? Audience { get; init; }

    public CompiledExpression? Eligibility { get; init; }

    public CompiledExpression? Applicability { get; init; }

    public CompiledExpression? Suitability { get; init; }

    public CompiledExpression? TriggerCondition { get; init; }

    public required ImmutableArray<(CompiledExpression When, double Weight)> Weights { get; init; }

    /// <summary>Its expressions in the order in which they are asked; null where it has none.</summary>
    public IEnumerable<CompiledExpression?> Conditions =>
        [TriggerCondition, Audience, Eligibility, Applicability, Suitability, .. Weights.Select(weight => weight.When)];

    /// <summary>Offer by offer in the campaign's order, channel by channel within.</summary>
    public required ImmutableArray<CampaignOption> Options
    {
        get;
        init
        {
            field = value;
            Rows = [.. value.Select(option => new OptionRow(this, option))];
        }
    }

    /// <summary>By option, what decisions ask of it.</summary>
    internal OptionRow[] Rows { get; private init; } = [];

    /// <summary>The campaign as it stands in an index: its only option where a decision has nothing to ask of the campaign itself.</summary>
    internal OptionRow Row => Rows is [var only] && Weights.IsEmpty && !AsksForBefore ? only : OptionRow.OfWhole(this);

    /// <summary>Something must have come before the event that triggers it.</summary>
    internal bool AsksForBefore { get; init; }
}

/// <summary>
/// One offer of one campaign on one channel: what arbitration chooses among. What every decision asks of it lies in its
/// <see cref="OptionRow"/> as well.
/// </summary>
public sealed class CampaignOption
{
    public required string Campaign { get; init; }

    /// <summary>Class of message; one object for all campaigns of a class as far as the engine knows its name.</summary>
    public required string Class { get; init; }

    public required CampaignOffer Offer { get; init; }

    /// <summary>Chance of acceptance when shown, 0 to 1, as it was entered.</summary>
    public required double Propensity { get; init; }

    /// <summary>The campaign's.</summary>
    public required PropensitySource PropensitySource { get; init; }

    public required CatalogOffering Offering { get; init; }

    /// <summary>What it is offered under; null for none.</summary>
    public CatalogPromotion? Promotion { get; init; }

    public required Channel Channel { get; init; }

    public required FitResult Fit { get; init; }

    /// <summary>Whoever does not have the offering can take it, at any time until the end, and the channel carries it.</summary>
    internal bool IsPlain { get; init; }

    /// <summary>Minor units.</summary>
    public required double Value { get; init; }

    /// <summary>The campaign's.</summary>
    public required double Lever { get; init; }

    /// <summary>How long a recommendation may be shown.</summary>
    public required TimeSpan Validity { get; init; }

    /// <summary>The end of campaign, offering or promotion, whichever is first. Exclusive.</summary>
    public required Instant End { get; init; }

    /// <summary>Names of the wordings to choose among; one empty name when there is only one.</summary>
    public required ImmutableArray<string> Variants { get; init; }

    /// <summary>The end of validity of a recommendation made now. Exclusive.</summary>
    public Instant LastMoment(Instant now) => Instant.Min(now + Validity, End);
}
