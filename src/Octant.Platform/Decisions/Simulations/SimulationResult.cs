using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Engine.Policies;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>A number of acceptances: what the propensities add up to, and where chance leaves it 19 times in 20, given them.</summary>
public sealed record ResponseEstimate(double Mean, double Low, double High);

/// <summary>How many decisions there were, and what they rest on.</summary>
/// <param name="Changed">They recommend something else, or in another order.</param>
/// <param name="Silent">Decisions with nothing recommended.</param>
/// <param name="Exact">Everything they rest on is as recorded.</param>
/// <param name="OtherContacts">Earlier decisions of the customer came out otherwise, so these rest on contacts that never were.</param>
/// <param name="AttributesFromToday">They rest on attributes the record lacks.</param>
/// <param name="PooledResources">They rest on capacity, budget or stock the record does not speak of.</param>
/// <param name="OtherEngineVersion">Recorded by another version of the engine, which may account for differences.</param>
/// <param name="Unreadable">Left out: the record is altered or in a form this engine does not read, or its strategy or response model is gone.</param>
/// <param name="NotCompiling">Left out: the draft cannot be put into the strategy of the time.</param>
public sealed record DecisionFigures(
    long Simulated,
    long Changed,
    long CustomersChanged,
    Both<long> Silent,
    long Exact,
    long OtherContacts,
    long AttributesFromToday,
    long PooledResources,
    long OtherEngineVersion,
    long Unreadable,
    long NotCompiling);

/// <param name="HeldOut">Would-be offers held back to measure the effect.</param>
/// <param name="ExpectedValue">Minor units: propensity × value, added up.</param>
public sealed record OfferFigures(long Offers, long HeldOut, ResponseEstimate ExpectedResponses, double ExpectedValue);

public enum CampaignStanding
{
    /// <summary>The draft lets it make more offers.</summary>
    Wins,

    /// <summary>Fewer.</summary>
    Loses,

    /// <summary>As many.</summary>
    Keeps,
}

/// <param name="Name">Null for a campaign that is in force no more.</param>
/// <param name="Difference">Offers simulated less offers recorded.</param>
public sealed record CampaignOutcome(
    string Campaign, string? Name, bool IsInDraft, CampaignStanding Standing, long Difference, OfferFigures Recorded, OfferFigures Simulated);

public sealed record OfferOutcome(string Campaign, string Offering, string Channel, OfferFigures Recorded, OfferFigures Simulated);

/// <param name="Contacts">Offers made through it.</param>
/// <param name="DailyCapacity">Contacts it carries in a day; null for no limit.</param>
/// <param name="BusiestHour">The hour with most simulated contacts, in the platform's zone; null when there are none.</param>
/// <param name="BusiestDay">The day with most simulated contacts.</param>
/// <param name="FullDays">Days on which the capacity is used up.</param>
public sealed record ChannelOutcome(
    string Channel, Both<long> Contacts, long? DailyCapacity, BusiestTime? BusiestHour, BusiestTime? BusiestDay, Both<int> FullDays);

public sealed record BusiestTime(string At, long Recorded, long Simulated);

/// <summary>How much room a cap leaves behind the contacts granted under it.</summary>
/// <param name="Rolling">Length of the window; null for a calendar one.</param>
/// <param name="Calendar">Unit of the window; null for a rolling one.</param>
public sealed record CapOutcome(
    string Policy, int Cap, CapScope Scope, string? Subject, int Limit, TimeSpan? Rolling, CalendarUnit? Calendar, CapRoom Recorded, CapRoom Simulated);

/// <summary>Changed decisions by what moved.</summary>
public sealed record CauseCount(ChangeCause Cause, Stage Stage, string Reason, long Decisions);

/// <param name="Decisions">So many were made when it was not there yet.</param>
public sealed record TakenFromTodayCount(string Kind, string Name, long Decisions);

/// <param name="Decisions">So many were made when nothing was kept for it.</param>
public sealed record UnknownFunctionCount(string Campaign, string Field, string Function, long Decisions);

/// <summary>What a draft would have come to, beside what was recorded.</summary>
/// <param name="Offers">Recommendations in all.</param>
/// <param name="ExpectedResponses">By the propensities the decisions went by.</param>
/// <param name="MoreResponses">Simulated less recorded; offers both worlds make cancel out.</param>
/// <param name="Campaigns">Those that win most first, those that lose most last.</param>
/// <param name="OfferOutcomes">By campaign, offering and channel.</param>
/// <param name="Resources">Capacity, budgets and stock the decisions asked about; empty for a key that is bound to a part of the organisation.</param>
/// <param name="TakenFromToday">What the draft names and the strategy of the time lacked.</param>
/// <param name="StaysUnknown">Behaviour functions of the draft for which nothing was kept at the time.</param>
/// <param name="Notes">What to know when reading the figures.</param>
public sealed record SimulationResult(
    DecisionFigures Decisions,
    Both<long> Offers,
    Both<ResponseEstimate> ExpectedResponses,
    ResponseEstimate MoreResponses,
    IReadOnlyList<CampaignOutcome> Campaigns,
    IReadOnlyList<OfferOutcome> OfferOutcomes,
    IReadOnlyList<ChannelOutcome> Channels,
    IReadOnlyList<CapOutcome> Caps,
    IReadOnlyList<ResourceUse> Resources,
    IReadOnlyList<CauseCount> Causes,
    IReadOnlyList<TakenFromTodayCount> TakenFromToday,
    IReadOnlyList<UnknownFunctionCount> StaysUnknown,
    IReadOnlyList<string> Notes);
