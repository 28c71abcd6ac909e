using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>A bar of a chart.</summary>
/// <param name="From">The value of a category or flag; the first value of a range, null where it has no beginning.</param>
/// <param name="Below">The end of a range, not in it; null where it has none, and for categories and flags.</param>
public readonly record struct DistributionBin(AttributeValue? From, AttributeValue? Below, long Count);

/// <summary>How an audience spreads over one attribute.</summary>
/// <param name="Missing">Customers who do not have it.</param>
/// <param name="Least">Of a number or date; null when nobody has it.</param>
/// <param name="Greatest">As <paramref name="Least"/>.</param>
/// <param name="Bins">Values by frequency, or ranges in order, empty ones between others included.</param>
/// <param name="Rest">Customers with values beyond those listed.</param>
public sealed record AudienceDistribution(
    long Missing, AttributeValue? Least, AttributeValue? Greatest, IReadOnlyList<DistributionBin> Bins, long Rest);

/// <summary>
/// Ranges for a chart of numbers or dates: about twenty of a round width, laid where nearly all values are; the few beyond are
/// in a range without end on either side. Where the values are is judged by a sample, the counts are exact.
/// </summary>
internal static class Ranges
{
    private const int SampleSize = 2_000;
    private const int FewestBins = 12;
    private const ulong SampleSeed = 0x0C7A57;

    /// <summary>Of the sample so many on each side may lie beyond the ranges.</summary>
    private const int Beyond = 100;

    private static readonly long[] FixedUnits =
    [
        60 * Instant.MicrosecondsPerSecond, 3_600 * Instant.MicrosecondsPerSecond, Instant.MicrosecondsPerDay, 7 * Instant.MicrosecondsPerDay,
    ];

    private static readonly int[] MonthUnits = [1, 3, 12, 60, 120];

    public static AudienceDistribution Distribution(AudienceSnapshot snapshot, IBlockRunner runner, ulong[][] rows, AttributeDefinition attribute)
    {
        var survey = runner.Run(rows.Length, (first, end) => Survey.Of(snapshot, rows, attribute, first, end)).Aggregate(new Survey(), Survey.Join);
        var missing = rows.Sum(block => (long)BlockBits.Count(block)) - survey.Count;
        if (!survey.Sample.Values.Any())
        {
            return new AudienceDistribution(missing, null, null, [], survey.Count);
        }

        var values = survey.Sample.Values.Select(bits => OrderOf(bits, attribute.Kind)).Order().ToArray();
        var (low, high) = (values[values.Length / Beyond], values[values.Length - 1 - (values.Length / Beyond)]);
        var edges = attribute.Kind == AttributeKind.Number
            ? RoundNumbers(low, high, Array.TrueForAll(values, value => value == Math.Floor(value)))
            : RoundDates((long)low, (long)high);
        var counts = runner.Run(rows.Length, (first, end) => CountBetween(snapshot, rows, attribute, edges, first, end))
            .Aggregate(new long[edges.Length + 1], (sum, part) => [.. sum.Zip(part, (x, y) => x + y)]);

        var bins = new List<DistributionBin>();
        for (var i = 0; i < counts.Length; i++)
        {
            var isOpen = i == 0 || i == edges.Length;
            if (!isOpen || counts[i] > 0)
            {
                bins.Add(new DistributionBin(i == 0 ? null : ValueOf(edges[i - 1], attribute.Kind), i == edges.Length ? null : ValueOf(edges[i], attribute.Kind), counts[i]));
            }
        }

        return new AudienceDistribution(missing, ValueOf(survey.Least, attribute.Kind), ValueOf(survey.Greatest, attribute.Kind), bins, survey.Count - counts.Sum());
    }

    /// <summary>The value as a number in its order; the microseconds of every date are exact in a double's 53 bits up to the year 2255.</summary>
    private static double OrderOf(long bits, AttributeKind kind) => kind == AttributeKind.Number ? BitConverter.Int64BitsToDouble(bits) : bits;

    private static AttributeValue ValueOf(double order, AttributeKind kind) =>
        kind == AttributeKind.Number ? AttributeValue.OfNumber(order) : AttributeValue.OfDate(new Instant((long)order));

    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    private static double[] RoundNumbers(double low, double high, bool whole)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || !double.IsFinite(high - low))
        {
            return [0];
        }

        var wanted = (high - low) / FewestBins;
        var (up, down) = (1.0, 1.0);
        while (up * 10 <= wanted)
        {
            up *= 10;
        }

        while (!whole && wanted > 0 && down < 1e15 && 1 / down > wanted)
        {
            down *= 10;
        }

        var steps = wanted * down / up;
        var factor = steps >= 5 ? 5.0 : steps >= 2 ? 2.0 : 1.0;
        double At(double number) => number * factor * up / down;
        var first = Math.Floor(low / factor / up * down);
        var edges = new List<double> { At(first) };
        while (edges[^1] <= high && edges.Count < 64 && At(first + edges.Count) > edges[^1])
        {
            edges.Add(At(first + edges.Count));
        }

        return [.. edges];
    }

    /// <summary>Minutes, hours, days, weeks from Monday, months, quarters, years or decades of UTC.</summary>
    private static double[] RoundDates(long low, long high)
    {
        const long thursdayToMonday = 3 * Instant.MicrosecondsPerDay;
        foreach (var unit in FixedUnits)
        {
            if ((high - low) / unit < FewestBins * 2)
            {
                var offset = unit == FixedUnits[^1] ? thursdayToMonday : 0;
                var first = FloorDivide(low + offset, unit);
                return [.. Enumerable.Range(0, (int)(FloorDivide(high + offset, unit) - first) + 2).Select(i => (double)(((first + i) * unit) - offset))];
            }
        }

        foreach (var months in MonthUnits)
        {
            var (first, last) = (FloorDivide(MonthOf(low), months), FloorDivide(MonthOf(high), months));
            if (last - first < FewestBins * 2 || months == MonthUnits[^1])
            {
                return [.. Enumerable.Range(0, (int)(last - first) + 2).Select(i => (double)StartOfMonth((first + i) * months))];
            }
        }

        return [low];
    }

    private static long MonthOf(long microseconds)
    {
        var date = DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        return (date.Year * 12L) + date.Month - 1;
    }

    private static long StartOfMonth(long month)
    {
        var last = (DateTime.MaxValue.Year * 12L) + 11;
        var at = Math.Clamp(month, 12, last);
        var date = new DateTime((int)(at / 12), (int)(at % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return (date - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    /// <summary>Counts below the first edge, between each and the next, and from the last one on; NaN is in none.</summary>
    private static long[] CountBetween(AudienceSnapshot snapshot, ulong[][] rows, AttributeDefinition attribute, double[] edges, int first, int end)
    {
        var counts = new long[edges.Length + 1];
        for (var block = first; block < end; block++)
        {
            foreach (var bits in ValuesOf(snapshot.Blocks[block], rows[block], attribute))
            {
                var value = OrderOf(bits, attribute.Kind);
                if (double.IsNaN(value))
                {
                    continue;
                }

                var at = Array.BinarySearch(edges, value);
                counts[at >= 0 ? at + 1 : ~at]++;
            }
        }

        return counts;
    }

    /// <summary>The bits of the attribute's values of these rows.</summary>
    internal static IEnumerable<long> ValuesOf(AudienceBlock block, ulong[] rows, AttributeDefinition attribute)
    {
        if (block.Column(attribute.Id) is not { } column)
        {
            yield break;
        }

        var buffer = new int[256];
        var word = 0;
        for (var count = BlockBits.NextRows(rows, ref word, buffer); count > 0; count = BlockBits.NextRows(rows, ref word, buffer))
        {
            for (var i = 0; i < count; i++)
            {
                if (column.Has(buffer[i]))
                {
                    yield return column.Read(buffer[i]);
                }
            }
        }
    }

    /// <summary>How many have the attribute, its extremes, and an even sample of its values.</summary>
    private sealed class Survey
    {
        public long Count { get; private set; }

        public double Least { get; private set; } = double.PositiveInfinity;

        public double Greatest { get; private set; } = double.NegativeInfinity;

        public ValueSample Sample { get; } = new(SampleSize);

        public static Survey Of(AudienceSnapshot snapshot, ulong[][] rows, AttributeDefinition attribute, int first, int end)
        {
            var survey = new Survey();
            for (var block = first; block < end; block++)
            {
                var number = 0UL;
                foreach (var bits in ValuesOf(snapshot.Blocks[block], rows[block], attribute))
                {
                    var value = OrderOf(bits, attribute.Kind);
                    if (!double.IsNaN(value))
                    {
                        (survey.Least, survey.Greatest) = (Math.Min(survey.Least, value), Math.Max(survey.Greatest, value));
                        survey.Sample.Add(StableHash.Combine(SampleSeed + (ulong)block, number), bits);
                    }

                    number++;
                    survey.Count++;
                }
            }

            return survey;
        }

        public static Survey Join(Survey left, Survey right)
        {
            left.Count += right.Count;
            (left.Least, left.Greatest) = (Math.Min(left.Least, right.Least), Math.Max(left.Greatest, right.Greatest));
            left.Sample.Add(right.Sample);
            return left;
        }
    }

    /// <summary>The values that drew the smallest numbers.</summary>
    private sealed class ValueSample(int size)
    {
        private readonly PriorityQueue<long, ulong> _drawn = new(Comparer<ulong>.Create((left, right) => right.CompareTo(left)));
        private ulong _largest = ulong.MaxValue;

        public IEnumerable<long> Values => _drawn.UnorderedItems.Select(item => item.Element);

        public void Add(ulong draw, long bits)
        {
            if (_drawn.Count < size)
            {
                _drawn.Enqueue(bits, draw);
            }
            else if (draw < _largest)
            {
                _drawn.EnqueueDequeue(bits, draw);
                _drawn.TryPeek(out _, out _largest);
            }
        }

        public void Add(ValueSample other)
        {
            foreach (var (bits, draw) in other._drawn.UnorderedItems)
            {
                Add(draw, bits);
            }
        }
    }
}
