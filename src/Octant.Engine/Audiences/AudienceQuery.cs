using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>How many customers of an audience have these values.</summary>
/// <param name="Values">One for each attribute asked for, in that order; null where it is missing.</param>
/// <param name="Count">More than zero.</param>
public sealed record BreakdownRow(IReadOnlyList<AttributeValue?> Values, long Count);

/// <summary>The largest groups first, then by value; <paramref name="Rest"/> customers are in groups beyond the limit.</summary>
public sealed record AudienceBreakdown(IReadOnlyList<BreakdownRow> Rows, long Rest);

/// <summary>
/// Questions about the customers for whom a condition is true, answered from the columns block by block. The condition must
/// be a bool without event and context. To be used on the thread that owns the columns.
/// </summary>
public sealed class AudienceQuery(AudienceColumns columns)
{
    public long Count(CompiledExpression expression, Instant now) => Count(expression, now, Truth.True);

    /// <summary>How many customers for whom the condition is unknown or an error: what <see cref="Count(CompiledExpression, Instant)"/> cannot decide.</summary>
    public long Count(CompiledExpression expression, Instant now, Truth truth)
    {
        var count = 0L;
        foreach (var (_, rows) in Blocks(expression, now, truth))
        {
            count += BlockBits.Count(rows);
        }

        return count;
    }

    /// <summary>The matching customers in order of slot. Take them before the columns change.</summary>
    public IEnumerable<long> Keys(CompiledExpression expression, Instant now) => Keys(expression, now, Truth.True);

    public IEnumerable<long> Keys(CompiledExpression expression, Instant now, Truth truth)
    {
        var buffer = new int[256];
        foreach (var (block, bits) in Blocks(expression, now, truth))
        {
            var word = 0;
            for (var count = BlockBits.NextRows(bits, ref word, buffer); count > 0; count = BlockBits.NextRows(bits, ref word, buffer))
            {
                for (var i = 0; i < count; i++)
                {
                    yield return block.Keys[buffer[i]];
                }
            }
        }
    }

    /// <summary>
    /// Up to that many matching customers, drawn evenly: those whose hash with the seed is smallest, so the same seed over the same
    /// customers gives the same sample.
    /// </summary>
    public IReadOnlyList<long> Sample(CompiledExpression expression, Instant now, int size, ulong seed)
    {
        var drawn = new PriorityQueue<long, ulong>(Comparer<ulong>.Create((left, right) => right.CompareTo(left)));
        foreach (var key in Keys(expression, now))
        {
            var draw = StableHash.Combine(seed, (ulong)key);
            if (drawn.Count < size)
            {
                drawn.Enqueue(key, draw);
            }
            else if (size > 0)
            {
                drawn.EnqueueDequeue(key, draw);
            }
        }

        var sample = new long[drawn.Count];
        for (var i = sample.Length - 1; i >= 0; i--)
        {
            sample[i] = drawn.Dequeue();
        }

        return sample;
    }

    /// <summary>The audience by the values of attributes, at most that many rows.</summary>
    public AudienceBreakdown Breakdown(CompiledExpression expression, Instant now, IReadOnlyList<AttributeDefinition> by, int limit)
    {
        if (by.Count == 0)
        {
            throw new ArgumentException("A breakdown needs at least one attribute.", nameof(by));
        }

        if (by.FirstOrDefault(attribute => attribute.Kind == AttributeKind.Text) is { } text)
        {
            throw new ArgumentException($"{text.Name} is a text: a breakdown is by numbers, categories, flags or dates.", nameof(by));
        }

        var groups = new Groups(by);
        var buffer = new int[256];
        foreach (var (block, bits) in Blocks(expression, now, Truth.True))
        {
            var word = 0;
            for (var count = BlockBits.NextRows(bits, ref word, buffer); count > 0; count = BlockBits.NextRows(bits, ref word, buffer))
            {
                for (var i = 0; i < count; i++)
                {
                    groups.Add(block, buffer[i]);
                }
            }
        }

        return groups.Largest(limit);
    }

    private IEnumerable<(AudienceBlock Block, ulong[] Rows)> Blocks(CompiledExpression expression, Instant now, Truth truth)
    {
        if (expression.Tree.Type.Kind != ExpressionKind.Bool)
        {
            throw new ArgumentException($"The expression is of type {expression.Tree.Type}, not a condition.", nameof(expression));
        }

        if (expression.UsesEvent || expression.UsesContext)
        {
            throw new ArgumentException("An audience has no event and no context.", nameof(expression));
        }

        return Scanned(expression, now, truth);
    }

    private IEnumerable<(AudienceBlock Block, ulong[] Rows)> Scanned(CompiledExpression expression, Instant now, Truth truth)
    {
        if (columns.Blocks.Count == 0)
        {
            yield break;
        }

        var scan = new BlockScan(columns, now) { Block = columns.Blocks[0] };
        var clause = AudiencePlan.Of(expression.Tree, scan);
        var rows = new ulong[BlockBits.Words];
        var others = new ulong[BlockBits.Words];
        foreach (var block in columns.Blocks)
        {
            scan.Block = block;
            switch (truth)
            {
                case Truth.True:
                    clause.True(scan, block.Live, rows);
                    break;
                case Truth.False:
                    clause.False(scan, block.Live, rows);
                    break;
                case Truth.Unknown:
                    clause.Unknown(scan, block.Live, rows);
                    break;
                default:
                    clause.True(scan, block.Live, others);
                    BlockBits.Without(block.Live, others, rows);
                    clause.False(scan, block.Live, others);
                    BlockBits.Without(rows, others, rows);
                    clause.Unknown(scan, block.Live, others);
                    BlockBits.Without(rows, others, rows);
                    break;
            }

            yield return (block, rows);
        }
    }

    /// <summary>Numbers the combinations of values as they are met: the first attribute's values, then pairs with the next one's.</summary>
    private sealed class Groups(IReadOnlyList<AttributeDefinition> by)
    {
        private readonly Dictionary<(int Before, bool Present, long Bits), int>[] _numbers = [.. by.Select(_ => new Dictionary<(int, bool, long), int>())];
        private readonly List<(int Before, bool Present, long Bits)>[] _members = [.. by.Select(_ => new List<(int, bool, long)>())];
        private readonly List<long> _counts = [];

        public void Add(AudienceBlock block, int row)
        {
            var group = 0;
            for (var i = 0; i < by.Count; i++)
            {
                var column = block.Column(by[i].Id);
                var present = column is not null && BlockBits.Get(column.Present, row);
                var bits = present ? column!.Read(row) : 0L;
                if (by[i].Kind == AttributeKind.Number && bits == BitConverter.DoubleToInt64Bits(-0.0))
                {
                    // The two zeros are equal, so they are one group.
                    bits = 0;
                }

                var member = (group, present, bits);
                if (!_numbers[i].TryGetValue(member, out group))
                {
                    group = _members[i].Count;
                    _numbers[i].Add(member, group);
                    _members[i].Add(member);
                }
            }

            if (group == _counts.Count)
            {
                _counts.Add(0);
            }

            _counts[group]++;
        }

        public AudienceBreakdown Largest(int limit)
        {
            var rows = Enumerable.Range(0, _counts.Count)
                .Select(group => new BreakdownRow(ValuesOf(group), _counts[group]))
                .OrderByDescending(row => row.Count)
                .ThenBy(row => row.Values, Comparer<IReadOnlyList<AttributeValue?>>.Create(Compare))
                .Take(limit)
                .ToArray();
            return new AudienceBreakdown(rows, _counts.Sum() - rows.Sum(row => row.Count));
        }

        private AttributeValue?[] ValuesOf(int group)
        {
            var values = new AttributeValue?[by.Count];
            for (var i = by.Count - 1; i >= 0; i--)
            {
                var (before, present, bits) = _members[i][group];
                values[i] = present ? new AttributeValue(by[i].Kind, bits) : null;
                group = before;
            }

            return values;
        }

        /// <summary>Missing last; categories by their text, since symbols have no order that lasts.</summary>
        private static int Compare(IReadOnlyList<AttributeValue?> left, IReadOnlyList<AttributeValue?> right)
        {
            for (var i = 0; i < left.Count; i++)
            {
                var order = (left[i], right[i]) switch
                {
                    (null, null) => 0,
                    (null, _) => 1,
                    (_, null) => -1,
                    ({ Kind: AttributeKind.Category } x, { } y) => CodePoints.Compare(x.Category, y.Category),
                    ({ Kind: AttributeKind.Number } x, { } y) => x.Number.CompareTo(y.Number),
                    ({ } x, { } y) => x.Bits.CompareTo(y.Bits),
                };
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }
    }
}
