namespace Octant.Engine.Calendar;

/// <summary>A moment in UTC: microseconds since 1970-01-01T00:00:00Z. Covers years 1 to 9999.</summary>
public readonly record struct Instant(long Microseconds) : IComparable<Instant>
{
    public const long MicrosecondsPerSecond = 1_000_000;
    public const long MicrosecondsPerDay = 86_400 * MicrosecondsPerSecond;

    public static readonly Instant MinValue = new(-62_135_596_800L * MicrosecondsPerSecond);
    public static readonly Instant MaxValue = new((253_402_300_800L * MicrosecondsPerSecond) - 1);

    public static Instant From(DateTimeOffset value) => new((value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10);

    public DateTimeOffset ToDateTimeOffset() => new(DateTimeOffset.UnixEpoch.Ticks + (Microseconds * 10), TimeSpan.Zero);

    public int CompareTo(Instant other) => Microseconds.CompareTo(other.Microseconds);

    public static Instant Max(Instant left, Instant right) => left >= right ? left : right;

    public static Instant Min(Instant left, Instant right) => left <= right ? left : right;

    public static bool operator <(Instant left, Instant right) => left.Microseconds < right.Microseconds;

    public static bool operator >(Instant left, Instant right) => left.Microseconds > right.Microseconds;

    public static bool operator <=(Instant left, Instant right) => left.Microseconds <= right.Microseconds;

    public static bool operator >=(Instant left, Instant right) => left.Microseconds >= right.Microseconds;

    public static Instant operator +(Instant instant, TimeSpan span) => new(instant.Microseconds + (span.Ticks / 10));

    public static Instant operator -(Instant instant, TimeSpan span) => new(instant.Microseconds - (span.Ticks / 10));

    public static TimeSpan operator -(Instant left, Instant right) => new((left.Microseconds - right.Microseconds) * 10);

    /// <summary>RFC 3339 in UTC, with as many fraction digits as are not zero.</summary>
    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
