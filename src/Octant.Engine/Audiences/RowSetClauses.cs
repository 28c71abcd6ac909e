using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>That a customer has one of some tags or owns one of some offerings: never unknown.</summary>
internal sealed class InRowSetsClause(int[] tags, string[] offerings) : Clause
{
    public IReadOnlyList<int> Tags => tags;

    public IReadOnlyList<string> Offerings => offerings;

    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (Only(scan) is { } one)
        {
            one.Within(mask, result);
            return;
        }

        var union = Union(scan);
        BlockBits.And(mask, union, result);
        scan.Return(union);
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        if (Only(scan) is { } one)
        {
            one.Outside(mask, result);
            return;
        }

        var union = Union(scan);
        BlockBits.Without(mask, union, result);
        scan.Return(union);
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => Array.Clear(result);

    public override double Settle(BlockScan scan, ulong[] sample)
    {
        var cost = 0.1;
        foreach (var tag in tags)
        {
            cost += (scan.Block.Tagged(tag)?.Bytes ?? 0) / 8_192.0;
        }

        foreach (var offering in offerings)
        {
            cost += (scan.Block.Owning(offering)?.Bytes ?? 0) / 8_192.0;
        }

        return cost;
    }

    private RowSet? Only(BlockScan scan) =>
        tags.Length + offerings.Length > 1 ? null
        : tags.Length == 1 ? scan.Block.Tagged(tags[0])
        : scan.Block.Owning(offerings[0]);

    private ulong[] Union(BlockScan scan)
    {
        var union = scan.Rent();
        Array.Clear(union);
        foreach (var tag in tags)
        {
            scan.Block.Tagged(tag)?.AddTo(union);
        }

        foreach (var offering in offerings)
        {
            scan.Block.Owning(offering)?.AddTo(union);
        }

        return union;
    }
}

internal sealed class ContactedClause(string id, TimeSpan window) : Clause
{
    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var contacted = Contacted(scan);
        BlockBits.And(mask, contacted, result);
        scan.Return(contacted);
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var contacted = Contacted(scan);
        BlockBits.Without(mask, contacted, result);
        scan.Return(contacted);
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result) => Array.Clear(result);

    public override double Settle(BlockScan scan, ulong[] sample) => 16;

    private ulong[] Contacted(BlockScan scan)
    {
        var contacted = scan.Rent();
        scan.Block.Contacted(id, (scan.Now - window).Microseconds, scan.Now.Microseconds, contacted);
        return contacted;
    }
}

/// <summary>
/// <c>customer.tags.exists(t, …)</c> where the body depends on nothing but t: decided once for every tag, then joined over row sets.
/// </summary>
internal sealed class AnyTagClause(MacroNode macro) : Clause
{
    public override void True(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var found = Joined(scan, Truth.True);
        BlockBits.And(mask, found, result);
        scan.Return(found);
    }

    public override void False(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var left = scan.Rent();
        Array.Copy(mask, left, mask.Length);
        foreach (var truth in new[] { Truth.True, Truth.Unknown, Truth.Error })
        {
            var found = Joined(scan, truth);
            BlockBits.Without(left, found, left);
            scan.Return(found);
        }

        Array.Copy(left, result, left.Length);
        scan.Return(left);
    }

    public override void Unknown(BlockScan scan, ulong[] mask, ulong[] result)
    {
        var unknown = Joined(scan, Truth.Unknown);
        BlockBits.And(mask, unknown, result);
        var found = Joined(scan, Truth.True);
        BlockBits.Without(result, found, result);
        scan.Return(found);
        scan.Return(unknown);
    }

    public override double Settle(BlockScan scan, ulong[] sample) => scan.Block.Tags.Count + 1;

    /// <summary>The rows with a tag for which the body comes to that, in a rented bitmap.</summary>
    private ulong[] Joined(BlockScan scan, Truth wanted)
    {
        var result = scan.Rent();
        Array.Clear(result);
        var tags = scan.Block.Tags.ToArray();
        var names = new ColumnVector(ExpressionType.String, tags.Length);
        for (var i = 0; i < tags.Length; i++)
        {
            names.Texts[i] = Symbols.TextOf(tags[i].Key);
        }

        var batch = new RowBatch(scan, new int[tags.Length]) { Locals = new Dictionary<int, ColumnVector> { [macro.Slot] = names } };
        var values = ColumnEvaluator.Evaluate(macro.Body, batch);
        for (var i = 0; i < tags.Length; i++)
        {
            if (values.TruthAt(i) == wanted)
            {
                tags[i].Value.AddTo(result);
            }
        }

        return result;
    }
}
