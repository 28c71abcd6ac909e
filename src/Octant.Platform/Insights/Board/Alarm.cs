using Octant.Engine.Calendar;

namespace Octant.Platform.Insights.Board;

public enum AlarmKind
{
    /// <summary>Of a channel, most of what senders took was not confirmed, or failed.</summary>
    SendingFails,

    /// <summary>Of a channel, contacts have been due for a while and no sender fetches them.</summary>
    ContactsWaiting,

    /// <summary>Of a campaign, the arms of its experiment do not have the sizes they were planned with: no difference between them is an effect.</summary>
    SampleRatioMismatch,

    /// <summary>A channel, budget or stock had nothing left.</summary>
    CapacityExhausted,

    /// <summary>A channel or an outlet has little left of its day.</summary>
    CapacityRunningOut,

    /// <summary>A campaign has little left of its budget.</summary>
    BudgetRunningOut,

    /// <summary>There is little left of an offering.</summary>
    StockRunningOut,

    /// <summary>A unit has little left of what a campaign's plan lets it have.</summary>
    QuotaRunningOut,

    /// <summary>Of a campaign, most of what was planned did not go out.</summary>
    SuppressionHigh,

    /// <summary>Most decisions recommend nothing.</summary>
    SilenceHigh,

    /// <summary>A live campaign that waits for no event reaches nobody today.</summary>
    NothingPlanned,
}

public enum AlarmSeverity
{
    Critical,
    Warning,
}

/// <summary>Something to look at.</summary>
/// <param name="Subject">The channel's, campaign's, outlet's or offering's id; null where it is about everything.</param>
/// <param name="Unit">Path of the organisation unit whose quota it is; null for all other kinds.</param>
/// <param name="Count">How many are concerned; of what runs out how much was given out.</param>
/// <param name="Share">Of all of their kind, 0 to 1; null where there is no such share.</param>
/// <param name="Since">When what waits was due; null for what does not wait.</param>
public sealed record Alarm(
    AlarmKind Kind, AlarmSeverity Severity, string? Subject, string? Name, long Count, double? Share, string? Unit = null, Instant? Since = null);
