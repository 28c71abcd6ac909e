using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Matching;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>
/// What is true of the campaigns of a place whoever the customer is: enough to say why nothing was offered, without looking
/// at campaigns that do not match.
/// </summary>
/// <param name="IsUsed">There is a campaign at all.</param>
/// <param name="HasMarketing">There is one that is not of the class <c>service</c>.</param>
/// <param name="HasLive">There is one that is not paused.</param>
/// <param name="FirstStart">Of the live ones.</param>
/// <param name="LastEnd">Of the live ones.</param>
internal readonly record struct PlaceSituation(bool IsUsed, bool HasMarketing, bool HasLive, Instant FirstStart, Instant LastEnd)
{
    public static PlaceSituation Unused { get; } = new(false, false, false, Instant.MaxValue, Instant.MinValue);

    public static PlaceSituation Of(CampaignDefinition campaign)
    {
        var isLive = campaign.Status == CampaignStatus.Live;
        return new PlaceSituation(
            IsUsed: true,
            !string.Equals(campaign.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal),
            isLive,
            isLive ? campaign.Start : Instant.MaxValue,
            isLive ? campaign.End : Instant.MinValue);
    }

    public PlaceSituation With(in PlaceSituation other) => new(
        IsUsed || other.IsUsed,
        HasMarketing || other.HasMarketing,
        HasLive || other.HasLive,
        Instant.Min(FirstStart, other.FirstStart),
        Instant.Max(LastEnd, other.LastEnd));

    /// <summary>Why none of the campaigns is in force; null when one may be.</summary>
    public string? OutOfForce(Instant now) =>
        !IsUsed ? Reasons.NoCandidates
        : !HasLive ? Reasons.CampaignPaused
        : now >= LastEnd ? Reasons.CampaignOver
        : now < FirstStart ? Reasons.CampaignNotStarted
        : null;
}

/// <summary>
/// The campaigns of a strategy by the place where they speak (an event type, or a channel and touchpoint), each place with an
/// index over the conditions. A campaign without touchpoints stands once per channel, one with touchpoints once for each.
/// Immutable; the next one shares the places that have not changed.
/// </summary>
internal sealed class CampaignIndex
{
    private readonly Dictionary<Place, PlaceCampaigns> _places;
    private readonly Dictionary<string, PlaceCampaigns[]> _channels;
    private readonly Dictionary<string, AbsencePattern[]> _absences;

    private CampaignIndex(Dictionary<Place, PlaceCampaigns> places)
    {
        _places = places;
        _absences = places.Keys.Select(place => place.Absence).OfType<AbsencePattern>()
            .GroupBy(pattern => pattern.EventType, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.OrderBy(pattern => pattern.Absent, StringComparer.Ordinal).ThenBy(pattern => pattern.Within).ToArray(),
                StringComparer.Ordinal);
        _channels = places.Where(pair => !pair.Key.IsEvent)
            .GroupBy(pair => pair.Key.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Value).ToArray(), StringComparer.Ordinal);
    }

    public static CampaignIndex Empty { get; } = new([]);

    /// <summary>This index after a change. What is replaced is removed and added; both in ordinal order of id.</summary>
    public CampaignIndex With(IReadOnlyList<CompiledCampaign> removed, IReadOnlyList<CompiledCampaign> added)
    {
        var changes = new Dictionary<Place, (List<CompiledCampaign> Removed, List<CompiledCampaign> Added)>();
        foreach (var campaign in removed)
        {
            foreach (var place in PlacesOf(campaign))
            {
                Change(place).Removed.Add(campaign);
            }
        }

        foreach (var campaign in added)
        {
            foreach (var place in PlacesOf(campaign))
            {
                Change(place).Added.Add(campaign);
            }
        }

        var places = new Dictionary<Place, PlaceCampaigns>(_places);
        foreach (var (place, change) in changes)
        {
            var rules = _places.TryGetValue(place, out var known)
                ? known.Rules.With([.. change.Removed.Select(campaign => campaign.Definition.Id)], [.. change.Added.Select(campaign => campaign.Row)])
                : RuleIndex<OptionRow>.Of(change.Added.Select(campaign => campaign.Row));
            if (Standing(known?.Campaigns ?? [], change.Removed, change.Added) is { Length: > 0 } campaigns)
            {
                places[place] = new PlaceCampaigns(campaigns, rules, (known?.Tally ?? PlaceTally.None).With(change.Removed, change.Added) ?? PlaceTally.Of(campaigns));
            }
            else
            {
                places.Remove(place);
            }
        }

        return new CampaignIndex(places);

        (List<CompiledCampaign> Removed, List<CompiledCampaign> Added) Change(in Place place)
        {
            if (!changes.TryGetValue(place, out var change))
            {
                changes[place] = change = ([], []);
            }

            return change;
        }
    }

    /// <summary>All that an event of this type sets off, in ordinal order of id.</summary>
    public ReadOnlySpan<CompiledCampaign> OnEvent(string eventType) => _places.GetValueOrDefault(Place.OfEvent(eventType))?.Campaigns;

    /// <summary>All that answers what did not follow an event, in ordinal order of id.</summary>
    public ReadOnlySpan<CompiledCampaign> OnAbsence(AbsencePattern absence) => _places.GetValueOrDefault(Place.OfAbsence(absence))?.Campaigns;

    /// <summary>What must not follow an event of this type.</summary>
    public ReadOnlySpan<AbsencePattern> AbsencesAfter(string eventType) => _absences.GetValueOrDefault(eventType);

    /// <summary>All that can be asked for on this channel at this touchpoint, in ordinal order of id.</summary>
    public IEnumerable<CompiledCampaign> OnChannel(string channel, string? touchpoint)
    {
        var places = touchpoint is null
            ? _channels.GetValueOrDefault(channel, [])
            : [.. new[] { _places.GetValueOrDefault(Place.OfChannel(channel, null)), _places.GetValueOrDefault(Place.OfChannel(channel, touchpoint)) }.OfType<PlaceCampaigns>()];
        return places.SelectMany(place => place.Campaigns).Distinct().OrderBy(campaign => campaign.Definition.Id, StringComparer.Ordinal);
    }

    /// <summary>The campaigns an event calls for, whose conditions are all true and which are in force.</summary>
    public PlaceSituation MatchEvent(TriggeringEvent trigger, IExpressionScope scope, MatchScratch scratch, List<RulePlace<OptionRow>> matches)
    {
        if (!_places.TryGetValue(trigger.Absence is { } absence ? Place.OfAbsence(absence) : Place.OfEvent(trigger.Type), out var place))
        {
            return PlaceSituation.Unused;
        }

        place.Rules.Match(scope, scratch, matches);
        return place.Situation;
    }

    /// <summary>The same for a request.</summary>
    /// <param name="touchpoint">Null: no touchpoint in particular, so campaigns of all of them.</param>
    public PlaceSituation MatchRequest(
        string channel, string? touchpoint, IExpressionScope scope, MatchScratch scratch, List<RulePlace<OptionRow>> matches)
    {
        var situation = PlaceSituation.Unused;
        var filled = 0;
        if (touchpoint is not null)
        {
            Join(_places.GetValueOrDefault(Place.OfChannel(channel, null)));
            Join(_places.GetValueOrDefault(Place.OfChannel(channel, touchpoint)));
            Order();
            return situation;
        }

        foreach (var place in _channels.GetValueOrDefault(channel, []))
        {
            Join(place);
        }

        Order();
        return situation;

        void Join(PlaceCampaigns? place)
        {
            if (place is not null)
            {
                var found = matches.Count;
                place.Rules.Match(scope, scratch, matches);
                situation = situation.With(place.Situation);
                filled += matches.Count > found ? 1 : 0;
            }
        }

        // What one place gives is in order already, and looking at ids again would fetch each from afar.
        void Order()
        {
            if (filled > 1)
            {
                RuleOrder.Sort(matches, 0);
                RuleOrder.RemoveRepeated(matches);
            }
        }
    }

    /// <summary>The campaigns of a place after a change, in ordinal order of id like all three.</summary>
    private static CompiledCampaign[] Standing(CompiledCampaign[] before, List<CompiledCampaign> removed, List<CompiledCampaign> added)
    {
        var changes = new SortedList<string, CompiledCampaign?>(StringComparer.Ordinal);
        foreach (var campaign in removed)
        {
            changes[campaign.Definition.Id] = null;
        }

        foreach (var campaign in added)
        {
            changes[campaign.Definition.Id] = campaign;
        }

        return OrderedById.After(before, changes, campaign => campaign.Definition.Id);
    }

    /// <summary>What must be removed from and added to the campaigns of before to have those of after.</summary>
    /// <param name="before">In ordinal order of id.</param>
    /// <param name="after">In ordinal order of id; one that has not changed is the same object.</param>
    public static (List<CompiledCampaign> Removed, List<CompiledCampaign> Added) Difference(
        ReadOnlySpan<CompiledCampaign> before, ReadOnlySpan<CompiledCampaign> after)
    {
        var (removed, added) = (new List<CompiledCampaign>(), new List<CompiledCampaign>());
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && ReferenceEquals(before[i], after[j]))
            {
                i++;
                j++;
                continue;
            }

            var order = i == before.Length ? 1 : j == after.Length ? -1 : string.CompareOrdinal(before[i].Definition.Id, after[j].Definition.Id);
            if (order <= 0)
            {
                removed.Add(before[i++]);
            }

            if (order >= 0)
            {
                added.Add(after[j++]);
            }
        }

        return (removed, added);
    }

    /// <summary>Nowhere, for a campaign that has nothing to offer.</summary>
    private static IEnumerable<Place> PlacesOf(CompiledCampaign campaign)
    {
        var definition = campaign.Definition;
        if (campaign.Options.Length == 0)
        {
            return [];
        }

        if (definition.Trigger is { } trigger)
        {
            return [trigger.Absence is { } absence ? Place.OfAbsence(absence) : Place.OfEvent(trigger.EventType)];
        }

        if (definition is { Channels: [var only], Touchpoints: [] })
        {
            return [Place.OfChannel(only, null)];
        }

        string?[] touchpoints = definition.Touchpoints.Count == 0 ? [null] : [.. definition.Touchpoints.Distinct(StringComparer.Ordinal)];
        return definition.Channels.Distinct(StringComparer.Ordinal).SelectMany(_ => touchpoints, Place.OfChannel);
    }

    /// <param name="Name">The event type or the channel.</param>
    /// <param name="Touchpoint">Null: every touchpoint of the channel.</param>
    /// <param name="Absence">Set for what must not follow the event.</param>
    private readonly record struct Place(bool IsEvent, string Name, string? Touchpoint, AbsencePattern? Absence = null)
    {
        public static Place OfAbsence(AbsencePattern absence) => new(IsEvent: true, absence.EventType, null, absence);

        public static Place OfEvent(string type) => new(IsEvent: true, type, null);

        public static Place OfChannel(string channel, string? touchpoint) => new(IsEvent: false, channel, touchpoint);
    }

    /// <param name="Campaigns">In ordinal order of id.</param>
    private sealed record PlaceCampaigns(CompiledCampaign[] Campaigns, RuleIndex<OptionRow> Rules, PlaceTally Tally)
    {
        public PlaceSituation Situation { get; } = Tally.Situation;
    }
}
