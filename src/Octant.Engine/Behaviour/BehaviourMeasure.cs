using Octant.Engine.Calendar;

namespace Octant.Engine.Behaviour;

/// <summary>What is kept of the events of one type.</summary>
public enum MeasureKind
{
    /// <summary>How many, by bucket.</summary>
    Count,

    /// <summary>The sum of a number field, by bucket, in millionths.</summary>
    Sum,

    /// <summary>The moments of the latest few, exactly.</summary>
    Times,

    /// <summary>The value of a field in the latest event that carries it.</summary>
    Value,
}

/// <summary>
/// One thing that is kept per customer because a rule in force asks for it. Two rules that ask for the same share it.
/// </summary>
/// <param name="EventType">Events of other types do not touch it.</param>
/// <param name="Field">The field that is summed or kept; null for a count and for times.</param>
/// <param name="Window">How far back a count or sum reaches; zero for times and values, which do not age.</param>
/// <param name="Depth">How many moments are kept; zero except for times.</param>
/// <param name="Condition">Only events for which this is true, as written; null: all of the type.</param>
public sealed record BehaviourMeasure(MeasureKind Kind, string EventType, string? Field, TimeSpan Window, int Depth, string? Condition)
{
    /// <summary>
    /// A window touches at most so many buckets. They lie at fixed places in time, so that the order in which events
    /// arrive cannot show; the price is that an event counts up to one bucket longer than the window.
    /// </summary>
    public const int Buckets = 32;

    /// <summary>The moments that are kept for sequences.</summary>
    public const int SequenceDepth = 32;

    public static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(90);

    /// <summary>Stands for the whole in look-ups. In order of the constructor, so that equal measures have equal keys.</summary>
    internal ulong Key { get; } = KeyOf(Kind, EventType, Field, Window, Depth, Condition);

    /// <summary>Of one bucket, in microseconds.</summary>
    internal long BucketWidth { get; } = Math.Max(1, ((Window.Ticks / TimeSpan.TicksPerMicrosecond) + Buckets - 2) / (Buckets - 1));

    public static BehaviourMeasure Count(string eventType, TimeSpan window, string? condition = null) =>
        new(MeasureKind.Count, eventType, null, window, 0, condition);

    public static BehaviourMeasure Sum(string eventType, string field, TimeSpan window, string? condition = null) =>
        new(MeasureKind.Sum, eventType, field, window, 0, condition);

    public static BehaviourMeasure Times(string eventType, int depth, string? condition = null) =>
        new(MeasureKind.Times, eventType, null, TimeSpan.Zero, depth, condition);

    public static BehaviourMeasure Value(string eventType, string field) => new(MeasureKind.Value, eventType, field, TimeSpan.Zero, 0, null);

    /// <summary>The bucket a moment lies in.</summary>
    internal long BucketOf(Instant at)
    {
        var quotient = at.Microseconds / BucketWidth;
        return at.Microseconds % BucketWidth < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The first bucket of which any part lies in the window (now − window, now].</summary>
    internal long FirstBucket(Instant now) => BucketOf(new Instant((now - Window).Microseconds + 1));

    /// <summary>When what lies in this bucket no longer counts.</summary>
    internal Instant EndOfCounting(long bucket) => new Instant(((bucket + 1) * BucketWidth) - 1) + Window;

    private static ulong KeyOf(MeasureKind kind, string eventType, string? field, TimeSpan window, int depth, string? condition)
    {
        var key = StableHash.Combine((ulong)kind, StableHash.Of(eventType));
        key = StableHash.Combine(key, StableHash.Of(field ?? "\n"));
        key = StableHash.Combine(key, (ulong)window.Ticks);
        key = StableHash.Combine(key, (ulong)depth);
        return StableHash.Combine(key, StableHash.Of(condition ?? "\n"));
    }
}

/// <summary>A measure with the number it bears in customers' states for as long as rules ask for it.</summary>
public sealed record NumberedMeasure(int Number, BehaviourMeasure Measure);
