using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>
/// Questions about the customers of a snapshot for whom a condition is true. The condition must be a bool without event and
/// context. Work is divided by blocks and done by the runner.
/// </summary>
public sealed class AudienceQuery(AudienceSnapshot snapshot, IBlockRunner runner)
{
    /// <summary>For use on the thread that owns the columns, before they change.</summary>
    public AudienceQuery(AudienceColumns columns)
        : this(columns.View(), OneAfterAnother.Instance)
    {
    }

    public long Count(CompiledExpression expression, Instant now) => Count(expression, now, Truth.True);

    /// <summary>How many customers for whom the condition is unknown or an error: what <see cref="Count(CompiledExpression, Instant)"/> cannot decide.</summary>
    public long Count(CompiledExpression expression, Instant now, Truth truth)
    {
        var prepared = new AudienceScan(snapshot, expression, now);
        var counts = runner.Run(snapshot.BlockCount, (first, end) =>
        {
            var scan = prepared.Begin();
            var rows = scan.Rent();
            var count = 0L;
            for (var block = first; block < end; block++)
            {
                prepared.Find(scan, block, truth, rows);
                count += BlockBits.Count(rows);
            }

            return count;
        });
        return counts.Sum();
    }

    /// <summary>The matching customers in order of slot.</summary>
    public IReadOnlyList<long> Keys(CompiledExpression expression, Instant now) => Keys(expression, now, Truth.True);

    public IReadOnlyList<long> Keys(CompiledExpression expression, Instant now, Truth truth)
    {
        var prepared = new AudienceScan(snapshot, expression, now);
        var parts = runner.Run(snapshot.BlockCount, (first, end) =>
        {
            var scan = prepared.Begin();
            var rows = scan.Rent();
            var keys = new List<long>();
            for (var block = first; block < end; block++)
            {
                prepared.Find(scan, block, truth, rows);
                FoundAudience.AddKeys(snapshot.Blocks[block], rows, keys);
            }

            return keys;
        });
        var all = new long[parts.Sum(part => part.Count)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all, at);
            at += part.Count;
        }

        return all;
    }

    /// <summary>The audience kept as a bit for each customer, to ask more than one thing about it.</summary>
    public FoundAudience Find(CompiledExpression expression, Instant now)
    {
        var prepared = new AudienceScan(snapshot, expression, now);
        var found = new ulong[snapshot.BlockCount][];
        runner.Run(snapshot.BlockCount, (first, end) =>
        {
            var scan = prepared.Begin();
            for (var block = first; block < end; block++)
            {
                found[block] = new ulong[BlockBits.Words];
                prepared.Find(scan, block, Truth.True, found[block]);
            }

            return end - first;
        });
        return new FoundAudience(snapshot, runner, found);
    }

    /// <inheritdoc cref="FoundAudience.Sample"/>
    public IReadOnlyList<long> Sample(CompiledExpression expression, Instant now, int size, ulong seed) => Find(expression, now).Sample(size, seed);

    /// <inheritdoc cref="FoundAudience.Breakdown"/>
    public AudienceBreakdown Breakdown(CompiledExpression expression, Instant now, IReadOnlyList<AttributeDefinition> by, int limit) =>
        Find(expression, now).Breakdown(by, limit);
}
