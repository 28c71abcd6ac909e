using Octant.Engine.Expressions;

namespace Octant.Engine.Audiences;

/// <summary>
/// A condition over a block. Three questions can be asked of it, each for the masked rows only: for which is it true, for which
/// false, for which unknown; the rest are errors. Counting asks only the first, and what is true or false of a whole never depends on
/// more than what is true or false of its parts, so unknown and error cost nothing until somebody asks.
/// The result may be the mask itself. Clauses hold no state of a scan, so that several threads may ask one.
/// </summary>
internal abstract class Clause
{
    /// <summary>The cost of computing a condition row by row for a whole block.</summary>
    protected const double ComputedCost = BlockBits.Rows / 4.0;

    public abstract void True(BlockScan scan, ulong[] mask, ulong[] result);

    public abstract void False(BlockScan scan, ulong[] mask, ulong[] result);

    public abstract void Unknown(BlockScan scan, ulong[] mask, ulong[] result);

    /// <summary>
    /// About how much memory answering for a whole block reads, in bitmaps of it; what depends on the block is judged by the
    /// scan's. Parts are put in an order by the way: those that leave few rows at little cost first.
    /// </summary>
    /// <param name="sample">Rows of the block by which parts are tried.</param>
    public abstract double Settle(BlockScan scan, ulong[] sample);
}

internal sealed class NotClause(Clause operand) : Clause
{
    public override void True(BlockScan scan, ulong[] mask, ulong[] result) => operand.False(scan, mask, result);

    public override void False(BlockScan scan, ulong[] mask, ulong[] result) => operand.True(scan, mask, result);

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => operand.Unknown(scan, mask, result);

    public override double Settle(BlockScan scan, ulong[] sample) => operand.Settle(scan, sample);
}

/// <summary>A chain of &amp;&amp;. A chain of || is the negation of the chain of its negated terms, which holds in Kleene logic.</summary>
internal sealed class AllClause : Clause
{
    private readonly Clause[] _leastTrue;
    private readonly Clause[] _mostFalse;

    public AllClause(IEnumerable<Clause> terms)
    {
        _leastTrue = [.. terms];
        _mostFalse = [.. _leastTrue];
    }

    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (mask != result)
        {
            Array.Copy(mask, result, mask.Length);
        }

        foreach (var term in _leastTrue)
        {
            term.True(scan, result, result);
            if (BlockBits.IsEmpty(result))
            {
                break;
            }
        }
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var left = scan.Rent();
        var found = scan.Rent();
        Array.Copy(mask, left, mask.Length);
        foreach (var term in _mostFalse)
        {
            term.False(scan, left, found);
            BlockBits.Without(left, found, left);
            if (BlockBits.IsEmpty(left))
            {
                break;
            }
        }

        BlockBits.Without(mask, left, result);
        scan.Return(found);
        scan.Return(left);
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var undecided = scan.Rent();
        var found = scan.Rent();
        False(scan, mask, found);
        BlockBits.Without(mask, found, undecided);
        Array.Clear(result);
        foreach (var term in _leastTrue)
        {
            term.Unknown(scan, undecided, found);
            BlockBits.Or(result, found);
        }

        scan.Return(found);
        scan.Return(undecided);
    }

    public override double Settle(BlockScan scan, ulong[] sample)
    {
        var found = scan.Rent();
        var costs = Array.ConvertAll(_leastTrue, term => term.Settle(scan, sample));
        var byTrue = new double[costs.Length];
        var byFalse = new double[costs.Length];
        var all = BlockBits.Count(sample) + 1.0;
        for (var i = 0; i < costs.Length; i++)
        {
            _leastTrue[i].True(scan, sample, found);
            byTrue[i] = costs[i] / (all - BlockBits.Count(found));
            _leastTrue[i].False(scan, sample, found);
            byFalse[i] = costs[i] / (1 + BlockBits.Count(found));
        }

        scan.Return(found);
        _leastTrue.CopyTo(_mostFalse, 0);
        Array.Sort(byFalse, _mostFalse);
        Array.Sort(byTrue, _leastTrue);
        return costs.Sum();
    }
}

internal sealed class ConstantClause(Truth truth) : Clause
{
    public override void True(BlockScan scan, ulong[] mask, ulong[] result) => Give(truth == Truth.True, mask, result);

    public override void False(BlockScan scan, ulong[] mask, ulong[] result) => Give(truth == Truth.False, mask, result);

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => Give(truth == Truth.Unknown, mask, result);

    public override double Settle(BlockScan scan, ulong[] sample) => 0;

    private static void Give(bool all, ulong[] mask, ulong[] result)
    {
        if (!all)
        {
            Array.Clear(result);
        }
        else if (mask != result)
        {
            Array.Copy(mask, result, mask.Length);
        }
    }
}

/// <summary>Everything else: values computed row by row from the columns, a batch of rows at a time.</summary>
internal sealed class ComputedClause(ExpressionNode node, int batchRows) : Clause
{
    public override void True(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, Truth.True, mask, result);

    public override void False(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, Truth.False, mask, result);

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, Truth.Unknown, mask, result);

    public override double Settle(BlockScan scan, ulong[] sample) => ComputedCost;

    private void Matching(BlockScan scan, Truth wanted, ulong[] mask, ulong[] result)
    {
        // Rows are taken from whole words, and a word is written only after it was read: the result may be the mask.
        var buffer = new int[Math.Max(batchRows, 64)];
        var word = 0;
        while (word < BlockBits.Words)
        {
            var first = word;
            var count = BlockBits.NextRows(mask, ref word, buffer);
            result.AsSpan(first, word - first).Clear();
            for (var start = 0; start < count; start += batchRows)
            {
                var rows = buffer.AsSpan(start, Math.Min(batchRows, count - start)).ToArray();
                var values = ColumnEvaluator.Evaluate(node, new RowBatch(scan, rows));
                for (var i = 0; i < rows.Length; i++)
                {
                    if (values.TruthAt(i) == wanted)
                    {
                        BlockBits.Set(result, rows[i]);
                    }
                }
            }
        }
    }
}
