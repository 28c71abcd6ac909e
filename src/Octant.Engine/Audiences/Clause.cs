namespace Octant.Engine.Audiences;

/// <summary>
/// A condition over a block. Three questions can be asked of it, each for the masked rows only: for which is it true, for which
/// false, for which unknown; the rest are errors. Counting asks only the first, and what is true or false of a whole never depends on
/// more than what is true or false of its parts, so unknown and error cost nothing until somebody asks.
/// </summary>
internal abstract class Clause
{
    /// <summary>What it costs beside its siblings: cheaper ones go first and leave fewer rows to the others.</summary>
    public abstract int Rank { get; }

    public abstract void True(BlockScan scan, ulong[] mask, ulong[] result);

    public abstract void False(BlockScan scan, ulong[] mask, ulong[] result);

    public abstract void Unknown(BlockScan scan, ulong[] mask, ulong[] result);
}

internal sealed class NotClause(Clause operand) : Clause
{
    public override int Rank => operand.Rank;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result) => operand.False(scan, mask, result);

    public override void False(BlockScan scan, ulong[] mask, ulong[] result) => operand.True(scan, mask, result);

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => operand.Unknown(scan, mask, result);
}

/// <summary>A chain of &amp;&amp;. A chain of || is the negation of the chain of its negated terms, which holds in Kleene logic.</summary>
internal sealed class AllClause : Clause
{
    private readonly Clause[] _terms;

    public AllClause(IEnumerable<Clause> terms) => _terms = [.. terms.OrderBy(term => term.Rank)];

    public override int Rank => _terms[^1].Rank;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var left = scan.Rent();
        Array.Copy(mask, left, mask.Length);
        foreach (var term in _terms)
        {
            term.True(scan, left, result);
            Array.Copy(result, left, result.Length);
            if (BlockBits.IsEmpty(left))
            {
                break;
            }
        }

        Array.Copy(left, result, left.Length);
        scan.Return(left);
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var left = scan.Rent();
        var found = scan.Rent();
        Array.Copy(mask, left, mask.Length);
        foreach (var term in _terms)
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
        foreach (var term in _terms)
        {
            term.Unknown(scan, undecided, found);
            BlockBits.Or(result, found);
        }

        scan.Return(found);
        scan.Return(undecided);
    }
}

internal sealed class ConstantClause(Expressions.Truth truth) : Clause
{
    public override int Rank => 0;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result) => Give(truth == Expressions.Truth.True, mask, result);

    public override void False(BlockScan scan, ulong[] mask, ulong[] result) => Give(truth == Expressions.Truth.False, mask, result);

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => Give(truth == Expressions.Truth.Unknown, mask, result);

    private static void Give(bool all, ulong[] mask, ulong[] result)
    {
        if (all)
        {
            Array.Copy(mask, result, mask.Length);
        }
        else
        {
            Array.Clear(result);
        }
    }
}

/// <summary>A condition that is a bitmap and never unknown: a tag, an owned offering, a contact, the presence of an attribute.</summary>
internal abstract class BitmapClause : Clause
{
    public override int Rank => 0;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var buffer = scan.Rent();
        BlockBits.And(mask, Bitmap(scan, buffer), result);
        scan.Return(buffer);
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var buffer = scan.Rent();
        BlockBits.Without(mask, Bitmap(scan, buffer), result);
        scan.Return(buffer);
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => Array.Clear(result);

    /// <summary>The rows for which it holds: one that is kept, or one written into the buffer.</summary>
    protected abstract ulong[] Bitmap(BlockScan scan, ulong[] buffer);
}

internal sealed class TagClause(int symbol) : BitmapClause
{
    protected override ulong[] Bitmap(BlockScan scan, ulong[] buffer) => scan.Block.Tagged(symbol);
}

internal sealed class OwnsClause(string offeringId) : BitmapClause
{
    protected override ulong[] Bitmap(BlockScan scan, ulong[] buffer) => scan.Block.Owning(offeringId);
}

internal sealed class ContactedClause(string id, TimeSpan window) : BitmapClause
{
    protected override ulong[] Bitmap(BlockScan scan, ulong[] buffer)
    {
        scan.Block.Contacted(id, (scan.Now - window).Microseconds, scan.Now.Microseconds, buffer);
        return buffer;
    }
}

internal sealed class HasClause(int attributeId) : BitmapClause
{
    protected override ulong[] Bitmap(BlockScan scan, ulong[] buffer)
    {
        if (scan.Block.Column(attributeId) is { } column)
        {
            return column.Present;
        }

        Array.Clear(buffer);
        return buffer;
    }
}

/// <summary>A condition on one attribute: unknown where it is missing.</summary>
internal abstract class AttributeClause(int attributeId) : Clause
{
    public override int Rank => 1;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is not { } column)
        {
            Array.Clear(result);
            return;
        }

        Matching(column, mask, result);
        BlockBits.And(result, column.Present, result);
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is not { } column)
        {
            Array.Clear(result);
            return;
        }

        Matching(column, mask, result);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = mask[i] & column.Present[i] & ~result[i];
        }
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is { } column)
        {
            BlockBits.Without(mask, column.Present, result);
        }
        else
        {
            Array.Copy(mask, result, mask.Length);
        }
    }

    /// <summary>Of the masked rows those whose cell matches, whether it is present or not.</summary>
    protected abstract void Matching(ColumnChunk column, ulong[] mask, ulong[] result);
}

internal sealed class FlagClause(int attributeId) : AttributeClause(attributeId)
{
    protected override void Matching(ColumnChunk column, ulong[] mask, ulong[] result) => BlockBits.And(mask, ((FlagChunk)column).Raised, result);
}

/// <summary>low ≤ number ≤ high; an empty range is low = 1, high = 0.</summary>
internal sealed class NumberRangeClause(int attributeId, double low, double high) : AttributeClause(attributeId)
{
    protected override void Matching(ColumnChunk column, ulong[] mask, ulong[] result) => ((NumberChunk)column).InRange(low, high, mask, result);
}

internal sealed class NumberInClause(int attributeId, double[] numbers) : AttributeClause(attributeId)
{
    public override int Rank => 2;

    protected override void Matching(ColumnChunk column, ulong[] mask, ulong[] result)
    {
        var found = new ulong[BlockBits.Words];
        Array.Clear(result);
        foreach (var number in numbers)
        {
            ((NumberChunk)column).InRange(number, number, mask, found);
            BlockBits.Or(result, found);
        }
    }
}

internal sealed class DateRangeClause(int attributeId, long low, long high) : AttributeClause(attributeId)
{
    protected override void Matching(ColumnChunk column, ulong[] mask, ulong[] result) => ((DateChunk)column).InRange(low, high, mask, result);
}

/// <summary>A condition on a category alone, decided once for every word the attribute has.</summary>
internal sealed class CategoryClause(int attributeId, Expressions.Truth[] byCode) : Clause
{
    private readonly bool[] _true = Array.ConvertAll(byCode, truth => truth == Expressions.Truth.True);
    private readonly bool[] _false = Array.ConvertAll(byCode, truth => truth == Expressions.Truth.False);
    private readonly bool[] _unknown = Array.ConvertAll(byCode, truth => truth == Expressions.Truth.Unknown);

    public override int Rank => 2;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, _true, mask, result);

    public override void False(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, _false, mask, result);

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result)
    {
        Matching(scan, _unknown, mask, result);
        var column = scan.Block.Column(attributeId);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] |= mask[i] & ~(column is null ? 0 : column.Present[i]);
        }
    }

    private void Matching(BlockScan scan, bool[] table, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is not CategoryChunk column)
        {
            Array.Clear(result);
            return;
        }

        var present = scan.Rent();
        BlockBits.And(mask, column.Present, present);

        // Codes that stand together in the table are one range: a single word, its complement, a run of words.
        var runs = Runs(table);
        if (runs.Count <= 4)
        {
            var found = scan.Rent();
            Array.Clear(result);
            foreach (var (first, last) in runs)
            {
                column.Cells.InRange(first, last, present, found);
                BlockBits.Or(result, found);
            }

            scan.Return(found);
        }
        else
        {
            column.Cells.InTable(table, present, result);
        }

        scan.Return(present);
    }

    private static List<(int First, int Last)> Runs(bool[] table)
    {
        var runs = new List<(int First, int Last)>();
        for (var code = 0; code < table.Length; code++)
        {
            if (table[code])
            {
                if (runs.Count > 0 && runs[^1].Last == code - 1)
                {
                    runs[^1] = (runs[^1].First, code);
                }
                else
                {
                    runs.Add((code, code));
                }
            }
        }

        return runs;
    }
}

/// <summary>
/// <c>customer.tags.exists(t, …)</c> where the body depends on nothing but t: decided once for every tag, then joined over bitmaps.
/// </summary>
internal sealed class AnyTagClause(Expressions.MacroNode macro) : Clause
{
    public override int Rank => 2;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        Joined(scan, Expressions.Truth.True, result);
        BlockBits.And(result, mask, result);
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var found = scan.Rent();
        Array.Copy(mask, result, mask.Length);
        foreach (var truth in new[] { Expressions.Truth.True, Expressions.Truth.Unknown, Expressions.Truth.Error })
        {
            Joined(scan, truth, found);
            BlockBits.Without(result, found, result);
        }

        scan.Return(found);
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var found = scan.Rent();
        Joined(scan, Expressions.Truth.Unknown, result);
        BlockBits.And(result, mask, result);
        Joined(scan, Expressions.Truth.True, found);
        BlockBits.Without(result, found, result);
        scan.Return(found);
    }

    /// <summary>The rows with a tag for which the body comes to that.</summary>
    private void Joined(BlockScan scan, Expressions.Truth wanted, ulong[] result)
    {
        Array.Clear(result);
        var tags = scan.Block.Tags.ToArray();
        var names = new ColumnVector(Expressions.ExpressionType.String, tags.Length);
        for (var i = 0; i < tags.Length; i++)
        {
            names.Texts[i] = Profiles.Symbols.TextOf(tags[i].Key);
        }

        var batch = new RowBatch(scan, new int[tags.Length]) { Locals = new Dictionary<int, ColumnVector> { [macro.Slot] = names } };
        var values = ColumnEvaluator.Evaluate(macro.Body, batch);
        for (var i = 0; i < tags.Length; i++)
        {
            if (values.TruthAt(i) == wanted)
            {
                BlockBits.Or(result, tags[i].Value);
            }
        }
    }
}

/// <summary>Everything else: values computed row by row from the columns, a batch of rows at a time.</summary>
internal sealed class ComputedClause(Expressions.ExpressionNode node, int batchRows) : Clause
{
    public override int Rank => 3;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, Expressions.Truth.True, mask, result);

    public override void False(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, Expressions.Truth.False, mask, result);

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, Expressions.Truth.Unknown, mask, result);

    private void Matching(BlockScan scan, Expressions.Truth wanted, ulong[] mask, ulong[] result)
    {
        Array.Clear(result);
        var buffer = new int[Math.Max(batchRows, 64)];
        var word = 0;
        for (var count = BlockBits.NextRows(mask, ref word, buffer); count > 0; count = BlockBits.NextRows(mask, ref word, buffer))
        {
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
