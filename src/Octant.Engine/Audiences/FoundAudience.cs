using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>The customers of a snapshot that satisfied a condition, one bit each.</summary>
public sealed class FoundAudience
{
    private readonly AudienceSnapshot _snapshot;
    private readonly IBlockRunner _runner;
    private readonly ulong[][] _rows;

    internal FoundAudience(AudienceSnapshot snapshot, IBlockRunner runner, ulong[][] rows)
    {
        (_snapshot, _runner, _rows) = (snapshot, runner, rows);
        Count = rows.Sum(block => (long)BlockBits.Count(block));
    }

    public long Count { get; }

    /// <summary>How many customers are in both; both must be of one snapshot.</summary>
    public long Overlap(FoundAudience other)
    {
        if (other._snapshot != _snapshot)
        {
            throw new ArgumentException("The other audience is of another snapshot.", nameof(other));
        }

        var count = 0L;
        for (var block = 0; block < _rows.Length; block++)
        {
            count += BlockBits.CountBoth(_rows[block], other._rows[block]);
        }

        return count;
    }

    /// <summary>Those of these customers only.</summary>
    public FoundAudience Among(IReadOnlySet<long> keys)
    {
        var rows = new ulong[_rows.Length][];
        _runner.Run(_rows.Length, (first, end) =>
        {
            Span<int> buffer = stackalloc int[256];
            for (var block = first; block < end; block++)
            {
                rows[block] = new ulong[BlockBits.Words];
                var word = 0;
                for (var count = BlockBits.NextRows(_rows[block], ref word, buffer); count > 0; count = BlockBits.NextRows(_rows[block], ref word, buffer))
                {
                    foreach (var row in buffer[..count])
                    {
                        if (keys.Contains(_snapshot.Blocks[block].Keys[row]))
                        {
                            BlockBits.Set(rows[block], row);
                        }
                    }
                }
            }

            return end - first;
        });
        return new FoundAudience(_snapshot, _runner, rows);
    }

    /// <summary>A number attribute added up, block by block in order; who does not have it adds nothing.</summary>
    public double Sum(AttributeDefinition attribute)
    {
        if (attribute.Kind != AttributeKind.Number)
        {
            throw new ArgumentException($"{attribute.Name} is no number.", nameof(attribute));
        }

        var sums = new double[_rows.Length];
        _runner.Run(_rows.Length, (first, end) =>
        {
            for (var block = first; block < end; block++)
            {
                foreach (var bits in Ranges.ValuesOf(_snapshot.Blocks[block], _rows[block], attribute))
                {
                    sums[block] += BitConverter.Int64BitsToDouble(bits);
                }
            }

            return end - first;
        });
        var all = 0.0;
        foreach (var sum in sums)
        {
            all += sum;
        }

        return all;
    }

    /// <summary>
    /// Up to that many customers, drawn evenly: those whose hash with the seed is smallest, so the same seed over the same
    /// customers gives the same sample, and a smaller sample is the beginning of a larger one.
    /// </summary>
    public IReadOnlyList<long> Sample(int size, ulong seed)
    {
        var parts = _runner.Run(_rows.Length, (first, end) =>
        {
            var drawn = new SmallestHashes(size, seed);
            var keys = new List<long>();
            for (var block = first; block < end; block++)
            {
                keys.Clear();
                AddKeys(_snapshot.Blocks[block], _rows[block], keys);
                keys.ForEach(drawn.Add);
            }

            return drawn;
        });
        var all = new SmallestHashes(size, seed);
        foreach (var key in parts.SelectMany(part => part.Taken()))
        {
            all.Add(key);
        }

        return all.Taken();
    }

    /// <summary>The audience by the values of one to three attributes, at most that many rows.</summary>
    public AudienceBreakdown Breakdown(IReadOnlyList<AttributeDefinition> by, int limit)
    {
        ValueGroups.Check(by);
        var parts = _runner.Run(_rows.Length, (first, end) =>
        {
            var groups = new ValueGroups(_snapshot, by);
            for (var block = first; block < end; block++)
            {
                groups.Add(_snapshot.Blocks[block], _rows[block]);
            }

            return groups;
        });
        var all = new ValueGroups(_snapshot, by);
        foreach (var part in parts)
        {
            all.Add(part);
        }

        return all.Largest(limit);
    }

    /// <summary>
    /// How the audience spreads over one attribute: over the values of a category or flag, the most frequent first; over ranges
    /// of a number or date that suit a chart.
    /// </summary>
    /// <param name="limit">Categories beyond so many are counted together.</param>
    public AudienceDistribution Distribution(AttributeDefinition attribute, int limit)
    {
        if (attribute.Kind is AttributeKind.Number or AttributeKind.Date)
        {
            return Ranges.Distribution(_snapshot, _runner, _rows, attribute);
        }

        var breakdown = Breakdown([attribute], limit + 1);
        var missing = breakdown.Rows.FirstOrDefault(row => row.Values[0] is null)?.Count;
        var bins = breakdown.Rows.Where(row => row.Values[0] is not null).Take(limit).Select(row => new DistributionBin(row.Values[0], null, row.Count)).ToArray();
        missing ??= breakdown.Rest > 0 ? Count - Present(attribute) : 0;
        return new AudienceDistribution(missing.Value, null, null, bins, Count - missing.Value - bins.Sum(bin => bin.Count));
    }

    internal static void AddKeys(AudienceBlock block, ulong[] rows, List<long> keys)
    {
        Span<int> buffer = stackalloc int[256];
        var word = 0;
        for (var count = BlockBits.NextRows(rows, ref word, buffer); count > 0; count = BlockBits.NextRows(rows, ref word, buffer))
        {
            foreach (var row in buffer[..count])
            {
                keys.Add(block.Keys[row]);
            }
        }
    }

    private long Present(AttributeDefinition attribute)
    {
        var present = new ulong[BlockBits.Words];
        var count = 0L;
        for (var block = 0; block < _rows.Length; block++)
        {
            if (_snapshot.Blocks[block].Column(attribute.Id) is { } column)
            {
                column.Present(_rows[block], present);
                count += BlockBits.Count(present);
            }
        }

        return count;
    }
}

/// <summary>Keeps the keys whose hashes with a seed are smallest.</summary>
internal sealed class SmallestHashes(int size, ulong seed)
{
    private readonly PriorityQueue<long, ulong> _drawn = new(Comparer<ulong>.Create((left, right) => right.CompareTo(left)));

    public void Add(long key)
    {
        if (_drawn.Count < size)
        {
            _drawn.Enqueue(key, StableHash.Combine(seed, (ulong)key));
        }
        else if (size > 0 && StableHash.Combine(seed, (ulong)key) is var draw && _drawn.TryPeek(out _, out var largest) && draw < largest)
        {
            _drawn.EnqueueDequeue(key, draw);
        }
    }

    /// <summary>Smallest hash first. What was taken is out.</summary>
    public long[] Taken()
    {
        var sample = new long[_drawn.Count];
        for (var i = sample.Length - 1; i >= 0; i--)
        {
            sample[i] = _drawn.Dequeue();
        }

        return sample;
    }
}
