using Octant.Engine.Profiles;

namespace Octant.Engine.Expressions.Row;

/// <summary><c>customer.number &lt; literal</c> and its like, without a call between.</summary>
internal sealed class NumberAttributeCompare(int attributeId, Comparison comparison, double bound) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) =>
        frame.Profile.Has(attributeId) ? Of(CompareResult.Holds(comparison, frame.Profile.Number(attributeId), bound)) : Truth.Unknown;
}

internal sealed class DateAttributeCompare(int attributeId, Comparison comparison, long bound) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) =>
        frame.Profile.Has(attributeId) ? Of(CompareResult.Holds(comparison, frame.Profile.Bits(attributeId), bound)) : Truth.Unknown;
}

/// <summary><c>customer.category == literal</c>, by symbol.</summary>
internal sealed class CategoryAttributeEquals(int attributeId, bool equal, int symbol) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) =>
        frame.Profile.Has(attributeId) ? Of(((int)frame.Profile.Bits(attributeId) == symbol) == equal) : Truth.Unknown;
}

/// <summary><c>customer.category in [literals]</c>, by symbol.</summary>
internal sealed class CategoryAttributeIn(int attributeId, int[] sortedSymbols) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        if (!frame.Profile.Has(attributeId))
        {
            return Truth.Unknown;
        }

        var symbol = (int)frame.Profile.Bits(attributeId);
        return Of(sortedSymbols.Length <= 8 ? sortedSymbols.AsSpan().Contains(symbol) : Array.BinarySearch(sortedSymbols, symbol) >= 0);
    }
}

internal sealed class FlagAttribute(int attributeId) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) =>
        frame.Profile.Has(attributeId) ? Of(frame.Profile.Bits(attributeId) != 0) : Truth.Unknown;
}

internal sealed class HasAttribute(int attributeId) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => Of(frame.Profile.Has(attributeId));
}

internal sealed class HasTag(int symbol) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => Of(frame.Profile.HasTag(symbol));
}

/// <summary><c>text in customer.tags</c> where the text is computed.</summary>
internal sealed class InTags(ValueNode<string> item) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame)
    {
        var state = item.Evaluate(ref frame, out var value);
        return state == ValueState.Known ? Of(Symbols.TryFind(value, out var symbol) && frame.Profile.HasTag(symbol)) : Of(state);
    }
}

internal sealed class Owns(string offeringId) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => Of(frame.Scope.Owns(offeringId));
}

internal sealed class Contacted(string campaignOrOfferingId, TimeSpan window) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => Of(frame.Scope.Contacted(campaignOrOfferingId, window));
}

/// <summary>Reads a field of the event or of the context; one of another kind than declared counts as missing.</summary>
internal static class RowField
{
    public static bool TryGet(ref RowFrame frame, FieldSource source, FieldDefinition field, out AttributeValue value) =>
        (source == FieldSource.Event ? frame.Scope.TryGetEventField(field.Name, out value) : frame.Scope.TryGetContextField(field.Name, out value))
        && value.Kind == field.Kind;
}

internal sealed class HasField(FieldSource source, FieldDefinition field) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => Of(RowField.TryGet(ref frame, source, field, out _));
}

internal sealed class FlagField(FieldSource source, FieldDefinition field) : TruthNode
{
    public override Truth Evaluate(ref RowFrame frame) => RowField.TryGet(ref frame, source, field, out var value) ? Of(value.Flag) : Truth.Unknown;
}

internal sealed class NumberAttribute(int attributeId) : ValueNode<double>
{
    public override ValueState Evaluate(ref RowFrame frame, out double value)
    {
        value = frame.Profile.Number(attributeId);
        return frame.Profile.Has(attributeId) ? ValueState.Known : ValueState.Unknown;
    }
}

internal sealed class DateAttribute(int attributeId) : ValueNode<long>
{
    public override ValueState Evaluate(ref RowFrame frame, out long value)
    {
        value = frame.Profile.Bits(attributeId);
        return frame.Profile.Has(attributeId) ? ValueState.Known : ValueState.Unknown;
    }
}

internal sealed class CategoryAttribute(int attributeId) : ValueNode<string>
{
    public override ValueState Evaluate(ref RowFrame frame, out string value)
    {
        if (frame.Profile.Has(attributeId))
        {
            value = Symbols.TextOf((int)frame.Profile.Bits(attributeId));
            return ValueState.Known;
        }

        value = string.Empty;
        return ValueState.Unknown;
    }
}

internal sealed class NumberField(FieldSource source, FieldDefinition field) : ValueNode<double>
{
    public override ValueState Evaluate(ref RowFrame frame, out double value)
    {
        var known = RowField.TryGet(ref frame, source, field, out var cell);
        value = cell.Number;
        return known ? ValueState.Known : ValueState.Unknown;
    }
}

internal sealed class DateField(FieldSource source, FieldDefinition field) : ValueNode<long>
{
    public override ValueState Evaluate(ref RowFrame frame, out long value)
    {
        var known = RowField.TryGet(ref frame, source, field, out var cell);
        value = cell.Bits;
        return known ? ValueState.Known : ValueState.Unknown;
    }
}

internal sealed class CategoryField(FieldSource source, FieldDefinition field) : ValueNode<string>
{
    public override ValueState Evaluate(ref RowFrame frame, out string value)
    {
        var known = RowField.TryGet(ref frame, source, field, out var cell);
        value = known ? cell.Category : string.Empty;
        return known ? ValueState.Known : ValueState.Unknown;
    }
}

internal sealed class Now : ValueNode<long>
{
    public override ValueState Evaluate(ref RowFrame frame, out long value)
    {
        value = frame.Scope.Now.Microseconds;
        return ValueState.Known;
    }
}

/// <summary>The tags as a list, in the order of their code points.</summary>
internal sealed class TagList : ValueNode<RowValue[]>
{
    public override ValueState Evaluate(ref RowFrame frame, out RowValue[] value)
    {
        var tags = frame.Profile.Tags;
        value = new RowValue[tags.Length];
        var count = 0;
        foreach (var tag in tags)
        {
            value[count++] = TextCarrier.Write(Symbols.TextOf(tag));
        }

        Array.Sort(value, static (left, right) => CodePoints.Compare(TextCarrier.Read(left), TextCarrier.Read(right)));
        return ValueState.Known;
    }
}
