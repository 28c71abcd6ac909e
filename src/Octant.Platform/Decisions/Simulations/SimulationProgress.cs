using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;

namespace Octant.Platform.Decisions.Simulations;

public enum SimulationState
{
    /// <summary>As many as may run at once are running.</summary>
    Waiting,
    Running,
    Completed,
    Stopped,

    /// <summary>It broke off; <see cref="SimulationProgress.Problem"/> says why.</summary>
    Failed,

    /// <summary>The server stopped before it had come to its end.</summary>
    Interrupted,
}

/// <summary>How far a simulation has come, and what it found.</summary>
/// <param name="Campaigns">Ids of the draft's campaigns.</param>
/// <param name="Organisation">It tells of decisions at outlets of this unit only; null for all.</param>
/// <param name="Total">Decisions of the period; null until they are counted.</param>
/// <param name="Simulated">Of these, how many have been decided again.</param>
/// <param name="Result">Of what was simulated, once it has ended; null while it runs and where it was interrupted.</param>
public sealed record SimulationProgress(
    string Id,
    Instant From,
    Instant To,
    IReadOnlyList<string> Campaigns,
    OtherCampaigns Others,
    string? Organisation,
    SimulationState State,
    long? Total,
    long Simulated,
    Instant StartedAt,
    Instant? EndedAt,
    string? Problem,
    SimulationResult? Result);

/// <summary>One offer of a decision.</summary>
public sealed record SimulatedOffer(string Campaign, string Offering, string Channel, double Score, double Propensity);

/// <summary>The first decision of a customer that recommends something else, and why.</summary>
/// <param name="CustomerId">Null when the customer was erased since, or the record's time is over.</param>
/// <param name="Trigger">The event type, for a decision nobody asked for.</param>
/// <param name="Recorded">In order of rank.</param>
/// <param name="Simulated">In order of rank.</param>
/// <param name="Cause">What moved the first rank that differs.</param>
/// <param name="Stage">The stage that moved.</param>
/// <param name="Reason">Why the lost offer is not made now, or why the gained one was not made then.</param>
/// <param name="Lost">What was recommended at that rank; null for nothing.</param>
/// <param name="Gained">What would be; null for nothing.</param>
/// <param name="Basis">What the simulated decision rests on besides the record; empty when it is exact.</param>
/// <param name="DecisionsChanged">So many of the customer's decisions of the period recommend something else.</param>
public sealed record ChangedRecommendation(
    string? CustomerId,
    string DecisionId,
    Instant At,
    string Channel,
    string? Touchpoint,
    string? Trigger,
    IReadOnlyList<SimulatedOffer> Recorded,
    IReadOnlyList<SimulatedOffer> Simulated,
    ChangeCause Cause,
    Stage Stage,
    string Reason,
    OfferMove? Lost,
    OfferMove? Gained,
    IReadOnlyList<SimulationBasis> Basis,
    int DecisionsChanged);

/// <summary>The contacts of one channel in one hour.</summary>
/// <param name="Hour">Its beginning in the platform's zone, such as <c>2026-03-01T14:00</c>.</param>
/// <param name="DailyCapacity">Contacts the channel carries in a day; null for no limit.</param>
/// <param name="CapacityLeft">What the simulated contacts of the day leave of it at the end of the hour.</param>
public sealed record ChannelLoad(string Channel, string Hour, long Recorded, long Simulated, long? DailyCapacity, long? CapacityLeft);
