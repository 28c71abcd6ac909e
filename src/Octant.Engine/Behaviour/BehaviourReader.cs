using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Behaviour;

/// <summary>
/// Answers the behaviour functions for one customer at one moment. A function is unknown until its window has been observed
/// whole, unless what was seen decides it already.
/// </summary>
/// <remarks>
/// What lies ahead of now, because the clock of its source is ahead, counts at once. What is outside a window by
/// less than a bucket still counts (<see cref="BehaviourMeasure.Buckets"/>); moments are exact.
/// </remarks>
public readonly struct BehaviourReader(BehaviourCells cells, ObservationTable observations, Instant now)
{
    /// <summary>Until nothing was observed for so long, nobody is said to do something for the first time ever.</summary>
    public static readonly TimeSpan Ever = BehaviourMeasure.LongestWindow;

    public CountRange Count(BehaviourMeasure measure)
    {
        if (observations.Find(measure) is not { } observation)
        {
            return new CountRange(0, Whole: false);
        }

        var first = measure.FirstBucket(now);
        var seen = 0L;
        foreach (var word in cells.Of(observation.Number))
        {
            if (word >> 32 >= first)
            {
                seen += word & 0xFFFF_FFFF;
            }
        }

        return new CountRange(seen, observation.Since <= now - measure.Window);
    }

    /// <summary>False until the window has been observed whole: what is not known may be negative.</summary>
    public bool TrySum(BehaviourMeasure measure, out double sum)
    {
        sum = 0;
        if (observations.Find(measure) is not { } observation || observation.Since > now - measure.Window)
        {
            return false;
        }

        var first = measure.FirstBucket(now);
        var words = cells.Of(observation.Number);
        var total = Int128.Zero;
        for (var i = 0; i < words.Length; i += 2)
        {
            total += words[i] >= first ? words[i + 1] : 0;
        }

        sum = BehaviourCells.OfMillionths(total);
        return true;
    }

    /// <summary>When the latest event happened; false when none is known.</summary>
    public bool TryLast(BehaviourMeasure measure, out Instant at)
    {
        var moments = Moments(measure, out _);
        at = moments.IsEmpty ? default : new Instant(moments[0]);
        return !moments.IsEmpty;
    }

    /// <summary>The field of the latest event that carried it; false when none is known.</summary>
    public bool TryLastValue(BehaviourMeasure measure, out Instant at, out AttributeValue value)
    {
        (at, value) = (default, default);
        return observations.Find(measure) is { } observation && cells.TryValue(observation.Number, out at, out value);
    }

    /// <summary>Whether there was no such event in the window.</summary>
    public Truth Absent(BehaviourMeasure measure, TimeSpan window)
    {
        var moments = Moments(measure, out var since);
        return !moments.IsEmpty && moments[0] > (now - window).Microseconds ? Truth.False
            : since <= now - window ? Truth.True
            : Truth.Unknown;
    }

    /// <summary>Whether the latest event came after so long without any.</summary>
    /// <param name="pause">Null: ever, as far as anything is known.</param>
    public Truth First(BehaviourMeasure measure, TimeSpan? pause)
    {
        var moments = Moments(measure, out var since);
        if (moments.IsEmpty)
        {
            return Truth.Unknown;
        }

        if (moments.Length > 1 && (pause is not { } least || moments[0] - moments[1] < least.Ticks / TimeSpan.TicksPerMicrosecond))
        {
            return Truth.False;
        }

        return since <= new Instant(moments[0]) - (pause ?? Ever) ? Truth.True : Truth.Unknown;
    }

    /// <summary>Whether a second event in the window came at most <paramref name="within"/> after a first one.</summary>
    public Truth Sequence(BehaviourMeasure first, BehaviourMeasure second, TimeSpan within, TimeSpan window)
    {
        var before = Moments(first, out var firstSince);
        var after = Moments(second, out var secondSince);
        var span = within.Ticks / TimeSpan.TicksPerMicrosecond;
        var beginning = now - window;
        foreach (var moment in after)
        {
            if (moment <= beginning.Microseconds)
            {
                break;
            }

            foreach (var earlier in before)
            {
                if (earlier <= moment && moment - earlier <= span)
                {
                    return Truth.True;
                }
            }
        }

        var earliest = beginning - within;
        return IsWhole(after, secondSince, beginning) && IsWhole(before, firstSince, earliest) ? Truth.False : Truth.Unknown;
    }

    /// <summary>Whether such an event lies in [from, until].</summary>
    public Truth AnyBetween(BehaviourMeasure measure, Instant from, Instant until)
    {
        var moments = Moments(measure, out var since);
        foreach (var moment in moments)
        {
            if (moment >= from.Microseconds && moment <= until.Microseconds)
            {
                return Truth.True;
            }
        }

        return IsWhole(moments, since, from) ? Truth.False : Truth.Unknown;
    }

    /// <summary>Whether the customer was last seen inside the area; unknown when nothing known can tell.</summary>
    /// <param name="within">What is older tells nothing; null: any age will do.</param>
    public Truth InArea(AreaTest area, TimeSpan? within)
    {
        var latest = Instant.MinValue;
        var answer = Truth.Unknown;
        foreach (var source in area.Sources)
        {
            string? cell = null;
            if (source.Cell is not null && TryLastValue(source.Cell, out var cellAt, out var code) && code.Kind == AttributeKind.Category)
            {
                cell = code.Category;
            }
            else
            {
                cellAt = Instant.MinValue;
            }

            GeoPoint? point = null;
            var pointAt = Instant.MinValue;
            if (source.Latitude is not null && source.Longitude is not null
                && TryLastValue(source.Latitude, out pointAt, out var latitude)
                && TryLastValue(source.Longitude, out var longitudeAt, out var longitude)
                && pointAt == longitudeAt
                && latitude.Kind == AttributeKind.Number && longitude.Kind == AttributeKind.Number)
            {
                point = GeoPoint.Of(latitude.Number, longitude.Number);
            }

            // A cell and a place of different moments are different places: the later one tells.
            var at = Instant.Max(cellAt, point is null ? Instant.MinValue : pointAt);
            if (at > latest && (within is not { } most || at > now - most))
            {
                latest = at;
                answer = area.Area.Contains(cellAt == at ? cell : null, pointAt == at ? point : null);
            }
        }

        return answer;
    }

    /// <summary>When the answer of a measure can be whole for this reach; null when it is not observed.</summary>
    public Instant? CompleteFrom(BehaviourMeasure measure, TimeSpan reach) => observations.Find(measure) is { } observation ? observation.Since + reach : null;

    /// <summary>When a count of the window falls below this number, if nothing else happens; null when it is below already.</summary>
    public Instant? FallsBelow(BehaviourMeasure measure, long limit)
    {
        if (observations.Find(measure) is not { } observation || limit <= 0)
        {
            return null;
        }

        // From the latest bucket back: the one that makes up the limit must leave.
        var words = cells.Of(observation.Number);
        var seen = 0L;
        for (var i = words.Length - 1; i >= 0; i--)
        {
            if (words[i] >> 32 < measure.FirstBucket(now))
            {
                return null;
            }

            seen += words[i] & 0xFFFF_FFFF;
            if (seen >= limit)
            {
                return measure.EndOfCounting(words[i] >> 32);
            }
        }

        return null;
    }

    internal Truth TruthOf(BehaviourNode node)
    {
        switch (node.Function)
        {
            case BehaviourFunction.Absent:
                return Absent(node.Measure, node.Window!.Value);
            case BehaviourFunction.First:
                return First(node.Measure, node.Window);
            case BehaviourFunction.Sequence:
                return Sequence(node.Uses[0].Measure, node.Uses[1].Measure, node.Within, node.Window!.Value);
            case BehaviourFunction.InArea:
                return InArea(node.Area!, node.Window);
            default:
                return TryLastValue(node.Measure, out _, out var flag) && flag.Kind == AttributeKind.Flag
                    ? flag.Flag ? Truth.True : Truth.False
                    : Truth.Unknown;
        }
    }

    internal ValueState WholeOf(BehaviourNode node, out long value)
    {
        switch (node.Function)
        {
            case BehaviourFunction.Count:
                var range = Count(node.Measure);
                value = range.Seen;
                return range.Whole ? ValueState.Known : ValueState.Unknown;
            case BehaviourFunction.LastTime:
                var known = TryLast(node.Measure, out var at);
                value = at.Microseconds;
                return known ? ValueState.Known : ValueState.Unknown;
            default:
                return Last(node, AttributeKind.Date, out value);
        }
    }

    internal ValueState NumberOf(BehaviourNode node, out double value)
    {
        if (node.Function == BehaviourFunction.Sum)
        {
            return TrySum(node.Measure, out value) ? ValueState.Known : ValueState.Unknown;
        }

        var state = Last(node, AttributeKind.Number, out var bits);
        value = BitConverter.Int64BitsToDouble(bits);
        return state;
    }

    internal ValueState TextOf(BehaviourNode node, out string value)
    {
        var state = Last(node, AttributeKind.Category, out var bits);
        value = state == ValueState.Known ? Symbols.TextOf((int)bits) : string.Empty;
        return state;
    }

    /// <summary>Unknown, too, when what was kept is of a kind the field had before.</summary>
    private ValueState Last(BehaviourNode node, AttributeKind kind, out long bits)
    {
        var known = TryLastValue(node.Measure, out _, out var value) && value.Kind == kind;
        bits = known ? value.Bits : 0;
        return known ? ValueState.Known : ValueState.Unknown;
    }

    private ReadOnlySpan<long> Moments(BehaviourMeasure measure, out Instant since)
    {
        if (observations.Find(measure) is not { } observation)
        {
            since = Instant.MaxValue;
            return [];
        }

        since = observation.Since;
        return cells.Of(observation.Number);
    }

    /// <summary>Whether everything from that moment on is known: observed, and not pushed out by later ones.</summary>
    private static bool IsWhole(ReadOnlySpan<long> moments, Instant since, Instant from) =>
        since <= from && (moments.Length < BehaviourMeasure.SequenceDepth || moments[^1] <= from.Microseconds);
}
