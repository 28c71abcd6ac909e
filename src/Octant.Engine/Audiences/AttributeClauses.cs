using Octant.Engine.Expressions;

namespace Octant.Engine.Audiences;

/// <summary>A condition on one attribute: unknown where it is missing.</summary>
internal abstract class AttributeClause(int attributeId) : Clause
{
    public int AttributeId => attributeId;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is not { } column)
        {
            Array.Clear(result);
        }
        else if (column.PresentCount == scan.Block.LiveCount)
        {
            // Nobody lacks it, so the mask, which is of customers, is within those that have it.
            Matching(scan, column, mask, result);
        }
        else
        {
            column.Present(mask, result);
            Matching(scan, column, result, result);
        }
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is not { } column)
        {
            Array.Clear(result);
            return;
        }

        var present = scan.Rent();
        var matching = scan.Rent();
        column.Present(mask, present);
        Matching(scan, column, present, matching);
        BlockBits.Without(present, matching, result);
        scan.Return(matching);
        scan.Return(present);
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is { } column)
        {
            column.Missing(mask, result);
        }
        else if (mask != result)
        {
            Array.Copy(mask, result, mask.Length);
        }
    }

    public override double Settle(BlockScan scan, ulong[] sample) => 0.5 + ((scan.Block.Column(attributeId)?.Bytes ?? 0) / 8_192.0);

    /// <summary>Of the masked rows, which all have the attribute, those whose cell matches; the result may be the mask.</summary>
    protected abstract void Matching(BlockScan scan, ColumnChunk column, ulong[] mask, ulong[] result);
}

internal sealed class FlagClause(int attributeId) : AttributeClause(attributeId)
{
    protected override void Matching(BlockScan scan, ColumnChunk column, ulong[] mask, ulong[] result) =>
        BlockBits.And(mask, ((FlagChunk)column).Raised, result);
}

/// <summary>That an attribute is there: never unknown.</summary>
internal sealed class HasClause(int attributeId) : Clause
{
    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is { } column)
        {
            column.Present(mask, result);
        }
        else
        {
            Array.Clear(result);
        }
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is { } column)
        {
            column.Missing(mask, result);
        }
        else if (mask != result)
        {
            Array.Copy(mask, result, mask.Length);
        }
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => Array.Clear(result);

    public override double Settle(BlockScan scan, ulong[] sample) => 1;
}

/// <summary>low ≤ number ≤ high; an empty range is low = 1, high = 0.</summary>
internal sealed class NumberRangeClause(int attributeId, double low, double high) : AttributeClause(attributeId)
{
    /// <summary>Both conditions at once: true where both are, false where one is, unknown where the attribute is missing.</summary>
    public NumberRangeClause And(NumberRangeClause other) => new(AttributeId, Math.Max(low, other.Low), Math.Min(high, other.High));

    private double Low => low;

    private double High => high;

    protected override void Matching(BlockScan scan, ColumnChunk column, ulong[] mask, ulong[] result) =>
        ((NumberChunk)column).InRange(low, high, scan, mask, result);
}

internal sealed class NumberInClause(int attributeId, double[] numbers) : AttributeClause(attributeId)
{
    protected override void Matching(BlockScan scan, ColumnChunk column, ulong[] mask, ulong[] result)
    {
        var all = scan.Rent();
        var found = scan.Rent();
        Array.Clear(all);
        foreach (var number in numbers)
        {
            ((NumberChunk)column).InRange(number, number, scan, mask, found);
            BlockBits.Or(all, found);
        }

        Array.Copy(all, result, all.Length);
        scan.Return(found);
        scan.Return(all);
    }
}

internal sealed class DateRangeClause(int attributeId, long low, long high) : AttributeClause(attributeId)
{
    /// <inheritdoc cref="NumberRangeClause.And"/>
    public DateRangeClause And(DateRangeClause other) => new(AttributeId, Math.Max(low, other.Low), Math.Min(high, other.High));

    private long Low => low;

    private long High => high;

    protected override void Matching(BlockScan scan, ColumnChunk column, ulong[] mask, ulong[] result) =>
        ((DateChunk)column).InRange(low, high, scan, mask, result);
}

/// <summary>A condition on a category alone, decided once for every word the attribute has.</summary>
internal sealed class CategoryClause(int attributeId, Truth[] byCode) : Clause
{
    private readonly CodeTable _true = TableOf(byCode, Truth.True);
    private readonly CodeTable _false = TableOf(byCode, Truth.False);
    private readonly CodeTable _unknown = TableOf(byCode, Truth.Unknown);

    public override void True(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, _true, mask, result);

    public override void False(BlockScan scan, ulong[] mask, ulong[] result) => Matching(scan, _false, mask, result);

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var missing = scan.Rent();
        if (scan.Block.Column(attributeId) is { } column)
        {
            column.Missing(mask, missing);
        }
        else
        {
            Array.Copy(mask, missing, mask.Length);
        }

        Matching(scan, _unknown, mask, result);
        BlockBits.Or(result, missing);
        scan.Return(missing);
    }

    public override double Settle(BlockScan scan, ulong[] sample) => 0.5 + ((scan.Block.Column(attributeId)?.Bytes ?? 0) / 8_192.0);

    private static CodeTable TableOf(Truth[] byCode, Truth wanted) => new(Array.ConvertAll(byCode, truth => truth == wanted));

    private void Matching(BlockScan scan, CodeTable table, ulong[] mask, ulong[] result)
    {
        if (scan.Block.Column(attributeId) is not CategoryChunk column)
        {
            Array.Clear(result);
        }
        else if (column.PresentCount == scan.Block.LiveCount)
        {
            column.InTable(table, scan, mask, result);
        }
        else
        {
            column.Present(mask, result);
            column.InTable(table, scan, result, result);
        }
    }
}
