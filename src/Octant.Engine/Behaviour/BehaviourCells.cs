using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Behaviour;

/// <summary>What one event does to one measure of a customer.</summary>
/// <param name="Value">What is added to a sum or kept as a value; null for counts and times.</param>
public readonly record struct MeasureChange(int Number, AttributeValue? Value);

/// <summary>
/// Everything kept of one customer's behaviour, in one array of words that is as long as it must be: nothing for measures
/// no event has touched.
/// </summary>
/// <remarks>
/// One measure after another, in order of number, each a header and its words:
/// <code>
/// header   number (32 bits) · words that follow (16) · kind (8) · kind of value + 1 (8)
/// count    a word per bucket: bucket (32) · events (32), in order of bucket
/// sum      two words per bucket: bucket, millionths
/// times    a word per moment, the latest first
/// value    the moment, then the value's bits
/// </code>
/// Every change commutes with every other, so that late and early arrivals end in the same words: buckets lie at fixed places, the
/// latest moments are the latest whatever came first, and of two values of one moment the greater one stays.
/// </remarks>
public readonly struct BehaviourCells
{
    /// <summary>A single value counts in a sum up to this size either way.</summary>
    public const double LargestSummand = 1e9;

    private const double Millionths = 1e6;

    private readonly long[]? _words;

    internal BehaviourCells(long[]? words) => _words = words;

    public bool IsEmpty => _words is null || _words.Length == 0;

    /// <summary>Bytes held, without the reference to them.</summary>
    public int Bytes => IsEmpty ? 0 : 24 + (_words!.Length * 8);

    internal ReadOnlySpan<long> Words => _words;

    /// <summary>Own words, for a reader on another thread.</summary>
    public BehaviourCells Copy() => IsEmpty ? default : new BehaviourCells((long[])_words!.Clone());

    /// <summary>The words of one measure; empty when no event has touched it.</summary>
    internal ReadOnlySpan<long> Of(int number)
    {
        var words = Words;
        for (var at = 0; at < words.Length; at += 1 + Length(words[at]))
        {
            if (Number(words[at]) >= number)
            {
                return Number(words[at]) == number ? words.Slice(at + 1, Length(words[at])) : [];
            }
        }

        return [];
    }

    /// <summary>The words of one measure as a value; false when there is none.</summary>
    internal bool TryValue(int number, out Instant at, out AttributeValue value)
    {
        var words = Words;
        for (var i = 0; i < words.Length; i += 1 + Length(words[i]))
        {
            if (Number(words[i]) == number && ValueKind(words[i]) is { } kind)
            {
                (at, value) = (new Instant(words[i + 1]), new AttributeValue(kind, words[i + 2]));
                return true;
            }
        }

        (at, value) = (default, default);
        return false;
    }

    /// <summary>
    /// The cells after one more event. May change these cells in place. What no window reaches any more is left out.
    /// </summary>
    /// <param name="at">When the event happened.</param>
    /// <param name="now">When it was taken in.</param>
    internal BehaviourCells After(in MeasureChange change, BehaviourMeasure measure, Instant at, Instant now)
    {
        var start = Find(change.Number, out var found);
        var own = found ? Words.Slice(start + 1, Length(Words[start])) : [];
        switch (measure.Kind)
        {
            case MeasureKind.Count or MeasureKind.Sum:
                return InBucket(start, found, own, change, measure, at, now);
            case MeasureKind.Times:
                return WithMoment(start, found, own, change.Number, measure, at);
            default:
                return WithValue(start, found, own, change, at);
        }
    }

    /// <summary>The cells without the measures that are not kept.</summary>
    internal BehaviourCells Keeping(Func<int, bool> kept)
    {
        var words = Words;
        List<long>? left = null;
        for (var at = 0; at < words.Length; at += 1 + Length(words[at]))
        {
            if (!kept(Number(words[at])))
            {
                left ??= [.. words[..at]];
            }
            else
            {
                left?.AddRange(words.Slice(at, 1 + Length(words[at])));
            }
        }

        return left is null ? this : new BehaviourCells(left.Count == 0 ? null : [.. left]);
    }

    internal static int Number(long header) => (int)(header & 0xFFFF_FFFF);

    internal static int Length(long header) => (int)(header >> 32) & 0xFFFF;

    internal static MeasureKind Kind(long header) => (MeasureKind)((header >> 48) & 0xFF);

    internal static AttributeKind? ValueKind(long header) => ((header >> 56) & 0xFF) is > 0 and var kind ? (AttributeKind)(kind - 1) : null;

    internal static long Header(int number, int length, MeasureKind kind, AttributeKind? valueKind) =>
        (uint)number | ((long)length << 32) | ((long)kind << 48) | ((valueKind is { } value ? (long)value + 1 : 0) << 56);

    /// <summary>The index of the measure's header, or of the place it belongs to.</summary>
    private int Find(int number, out bool found)
    {
        var words = Words;
        var at = 0;
        while (at < words.Length && Number(words[at]) < number)
        {
            at += 1 + Length(words[at]);
        }

        found = at < words.Length && Number(words[at]) == number;
        return at;
    }

    private BehaviourCells InBucket(
        int start, bool found, ReadOnlySpan<long> own, in MeasureChange change, BehaviourMeasure measure, Instant at, Instant now)
    {
        var bucket = measure.BucketOf(at);
        var first = measure.FirstBucket(now);
        if (bucket < first)
        {
            return this;
        }

        var summed = measure.Kind == MeasureKind.Sum;
        var stride = summed ? 2 : 1;
        var place = own.Length;
        while (place > 0 && BucketAt(own, place - stride, summed) > bucket)
        {
            place -= stride;
        }

        if (place > 0 && BucketAt(own, place - stride, summed) == bucket)
        {
            ref var word = ref _words![start + 1 + (summed ? place - 1 : place - stride)];
            word = summed ? Saturated((Int128)word + Summand(change)) : (word & 0xFFFF_FFFF) == uint.MaxValue ? word : word + 1;
            return this;
        }

        var skip = 0;
        while (skip < own.Length && BucketAt(own, skip, summed) < first)
        {
            skip += stride;
        }

        place = Math.Max(place, skip);
        var after = new long[own.Length - skip + stride];
        own[skip..place].CopyTo(after);
        after[place - skip] = summed ? bucket : (bucket << 32) | 1;
        if (summed)
        {
            after[place - skip + 1] = Summand(change);
        }

        own[place..].CopyTo(after.AsSpan(place - skip + stride));
        return Replaced(start, found ? 1 + own.Length : 0, Header(change.Number, after.Length, measure.Kind, null), after);
    }

    private BehaviourCells WithMoment(int start, bool found, ReadOnlySpan<long> own, int number, BehaviourMeasure measure, Instant at)
    {
        var place = 0;
        while (place < own.Length && own[place] >= at.Microseconds)
        {
            place++;
        }

        if (own.Length == measure.Depth)
        {
            if (place < own.Length)
            {
                var mine = _words.AsSpan(start + 1, own.Length);
                mine[place..^1].CopyTo(mine[(place + 1)..]);
                mine[place] = at.Microseconds;
            }

            return this;
        }

        var after = new long[own.Length + 1];
        own[..place].CopyTo(after);
        after[place] = at.Microseconds;
        own[place..].CopyTo(after.AsSpan(place + 1));
        return Replaced(start, found ? 1 + own.Length : 0, Header(number, after.Length, MeasureKind.Times, null), after);
    }

    private BehaviourCells WithValue(int start, bool found, ReadOnlySpan<long> own, in MeasureChange change, Instant at)
    {
        var value = change.Value!.Value;
        if (found)
        {
            var known = new AttributeValue(ValueKind(Words[start]) ?? value.Kind, own[1]);
            if (own[0] > at.Microseconds || (own[0] == at.Microseconds && !IsGreater(value, known)))
            {
                return this;
            }

            _words![start] = Header(change.Number, 2, MeasureKind.Value, value.Kind);
            _words[start + 1] = at.Microseconds;
            _words[start + 2] = value.Bits;
            return this;
        }

        return Replaced(start, 0, Header(change.Number, 2, MeasureKind.Value, value.Kind), [at.Microseconds, value.Bits]);
    }

    /// <summary>Any order will do that does not depend on what came first; texts by their characters, since symbols have no lasting order.</summary>
    private static bool IsGreater(AttributeValue value, AttributeValue known) =>
        value.Kind != known.Kind ? value.Kind > known.Kind
        : value.Kind == AttributeKind.Category ? string.CompareOrdinal(value.Category, known.Category) > 0
        : value.Bits > known.Bits;

    private BehaviourCells Replaced(int start, int replaced, long header, ReadOnlySpan<long> body)
    {
        var words = Words;
        var after = new long[words.Length - replaced + 1 + body.Length];
        words[..start].CopyTo(after);
        after[start] = header;
        body.CopyTo(after.AsSpan(start + 1));
        words[(start + replaced)..].CopyTo(after.AsSpan(start + 1 + body.Length));
        return new BehaviourCells(after);
    }

    private static long BucketAt(ReadOnlySpan<long> own, int index, bool summed) => summed ? own[index] : own[index] >> 32;

    private static long Summand(in MeasureChange change)
    {
        var value = change.Value!.Value.Number;
        return double.IsNaN(value) ? 0 : (long)Math.Round(Math.Clamp(value, -LargestSummand, LargestSummand) * Millionths, MidpointRounding.ToEven);
    }

    private static long Saturated(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);

    /// <summary>Millionths as the number they stand for.</summary>
    internal static double OfMillionths(Int128 total) => (double)total / Millionths;
}
