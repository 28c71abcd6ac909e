using Octant.Engine.Channels;

namespace Octant.Engine.Policies;

/// <summary>What a cap counts together.</summary>
public enum CapScope
{
    /// <summary>All contacts with the customer.</summary>
    Global,
    Channel,
    Campaign,
    Offering,
    Cluster,
    Class,
}

public enum CalendarUnit
{
    Day,

    /// <summary>From Monday, ISO 8601.</summary>
    Week,
    Month,
}

/// <summary>
/// At most <see cref="Limit"/> contacts per window. Exactly one of <see cref="Rolling"/> and <see cref="Calendar"/> is set.
/// Windows are half-open: a rolling one at t is (t − length, t], a calendar one [start, next start) in the customer's zone.
/// </summary>
public sealed record Cap
{
    public CapScope Scope { get; init; } = CapScope.Global;

    /// <summary>Where set, the cap is about this one channel, campaign, offering, cluster or class only.</summary>
    public string? Subject { get; init; }

    public required int Limit { get; init; }

    public TimeSpan? Rolling { get; init; }

    public CalendarUnit? Calendar { get; init; }

    /// <summary>The channels it counts and binds; empty means all.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];
}

/// <summary>After a rejection nothing of the same kind for a while.</summary>
public sealed record CoolDown(CapScope Scope, TimeSpan Length);

/// <summary>After <paramref name="Count"/> contacts ignored one after another, nothing of the same kind for a while.</summary>
public sealed record IgnoreSuppression(CapScope Scope, int Count, TimeSpan Length);

/// <summary>
/// How often, when and about what a customer may be contacted. All policies in force bind together. Contacts of the class
/// <c>service</c> are exempt from caps and quiet hours, not from refusal.
/// </summary>
public sealed record ContactPolicy
{
    /// <summary>The class of messages exempt from caps and quiet hours.</summary>
    public const string ServiceClass = "service";

    public const string MarketingClass = "marketing";

    public required string Id { get; init; }

    public string Name { get; init; } = "";

    public IReadOnlyList<Cap> Caps { get; init; } = [];

    public IReadOnlyList<CoolDown> CoolDowns { get; init; } = [];

    public IReadOnlyList<IgnoreSuppression> IgnoreSuppressions { get; init; } = [];

    /// <summary>Local times at which active channels are silent.</summary>
    public IReadOnlyList<DailyHours> QuietHours { get; init; } = [];

    /// <summary>Local dates on which active channels are silent all day.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];
}
