using Octant.Engine.Expressions;

namespace Octant.Engine.Audiences;

/// <summary>Lists and macros of the column gear: a macro's body is computed once, for all elements of all rows together.</summary>
internal static partial class ColumnEvaluator
{
    private static ColumnVector List(ListNode node, RowBatch batch)
    {
        var items = node.Items.Select(item => Evaluate(item, batch)).ToArray();
        var joined = ColumnVector.Join(node.Type.Element!, items, out var offsets);

        // Row by row instead of item by item, so that every list is one stretch.
        var places = new int[batch.Count * items.Length];
        var result = new ColumnVector(node.Type, batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            result.Starts[i] = i * items.Length;
            result.Lengths[i] = items.Length;
            for (var k = 0; k < items.Length; k++)
            {
                places[(i * items.Length) + k] = offsets[k] + i;
                result.States[i] = Both(result.States[i], items[k].States[i]);
            }
        }

        result.Elements = joined.Gather(places);
        return result;
    }

    private static ColumnVector Concatenated(ArithmeticNode node, ColumnVector left, ColumnVector right)
    {
        var joined = ColumnVector.Join(node.Type.Element!, [left.Elements, right.Elements], out var offsets);
        var result = new ColumnVector(node.Type, left.Count);
        var places = new List<int>();
        for (var i = 0; i < left.Count; i++)
        {
            result.States[i] = Both(left.States[i], right.States[i]);
            result.Starts[i] = places.Count;
            if (result.States[i] == ValueState.Known)
            {
                places.AddRange(Enumerable.Range(left.Starts[i], left.Lengths[i]));
                places.AddRange(Enumerable.Range(offsets[1] + right.Starts[i], right.Lengths[i]));
            }

            result.Lengths[i] = places.Count - result.Starts[i];
        }

        result.Elements = joined.Gather(places.ToArray());
        return result;
    }

    private static ColumnVector Index(IndexNode node, RowBatch batch)
    {
        var list = Evaluate(node.List, batch);
        var index = Evaluate(node.Index, batch);
        var result = new ColumnVector(node.Type, batch.Count);
        if (node.Type.IsList)
        {
            result.Elements = list.Elements.Elements;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var state = Both(list.States[i], index.States[i]);
            if (state == ValueState.Known && (ulong)index.Bits[i] >= (ulong)list.Lengths[i])
            {
                state = ValueState.Error;
            }

            if (state == ValueState.Known)
            {
                result.Copy(i, list.Elements, list.Starts[i] + (int)index.Bits[i]);
            }
            else
            {
                result.States[i] = state;
            }
        }

        return result;
    }

    private static ColumnVector Macro(MacroNode node, RowBatch batch)
    {
        var range = Evaluate(node.Range, batch);

        // One row for each element of each known list; owner says whose it is.
        var owners = new List<int>();
        var elements = new List<int>();
        for (var i = 0; i < batch.Count; i++)
        {
            for (var k = 0; range.States[i] == ValueState.Known && k < range.Lengths[i]; k++)
            {
                owners.Add(i);
                elements.Add(range.Starts[i] + k);
            }
        }

        var variable = range.Elements.Gather(elements.ToArray());
        var inner = batch.Expand(owners.ToArray(), node.Slot, variable);
        var condition = node.Condition is null ? null : Evaluate(node.Condition, inner);
        var body = Evaluate(node.Body, inner);
        return node.Macro switch
        {
            ListMacro.All => Quantified(range, owners, body, Truth.False, Truth.True),
            ListMacro.Exists => Quantified(range, owners, body, Truth.True, Truth.False),
            ListMacro.ExistsOne => ExistsOne(range, owners, body),
            ListMacro.Filter => Collected(node, range, owners, body, variable),
            _ => Collected(node, range, owners, condition, body),
        };
    }

    private static ColumnVector Quantified(ColumnVector range, List<int> owners, ColumnVector body, Truth decisive, Truth neutral)
    {
        var result = new ColumnVector(ExpressionType.Bool, range.Count);
        for (var i = 0; i < range.Count; i++)
        {
            result.SetTruth(i, neutral);
            result.States[i] = range.States[i];
        }

        for (var e = 0; e < owners.Count; e++)
        {
            result.SetTruth(owners[e], Stronger(result.TruthAt(owners[e]), body.TruthAt(e), decisive, neutral));
        }

        return result;
    }

    private static ColumnVector ExistsOne(ColumnVector range, List<int> owners, ColumnVector body)
    {
        var result = new ColumnVector(ExpressionType.Bool, range.Count);
        range.States.CopyTo(result.States, 0);
        for (var e = 0; e < owners.Count; e++)
        {
            result.States[owners[e]] = Both(result.States[owners[e]], body.States[e]);
            result.Bits[owners[e]] += body.TruthAt(e) == Truth.True ? 1 : 0;
        }

        for (var i = 0; i < range.Count; i++)
        {
            result.Bits[i] = result.Bits[i] == 1 ? 1 : 0;
        }

        return result;
    }

    /// <summary>The values whose condition is true, as one list for each owner: strict in every condition and every value kept.</summary>
    private static ColumnVector Collected(MacroNode node, ColumnVector range, List<int> owners, ColumnVector? condition, ColumnVector values)
    {
        var result = new ColumnVector(node.Type, range.Count);
        range.States.CopyTo(result.States, 0);
        var places = new List<int>(owners.Count);
        for (var e = 0; e < owners.Count; e++)
        {
            var owner = owners[e];
            var kept = condition?.TruthAt(e) ?? Truth.True;
            if (kept == Truth.True)
            {
                result.States[owner] = Both(result.States[owner], values.States[e]);
                result.Starts[owner] = result.Lengths[owner] == 0 ? places.Count : result.Starts[owner];
                result.Lengths[owner]++;
                places.Add(e);
            }
            else if (kept != Truth.False)
            {
                result.States[owner] = Both(result.States[owner], condition!.States[e]);
            }
        }

        result.Elements = values.Gather(places.ToArray());
        return result;
    }
}
