using System.Linq.Expressions;
using System.Reflection;
using Octant.Bench.Generator;

namespace Octant.Bench.Peers;

/// <summary>
/// The customer as a program written for exactly these rules would hold it: a field for every number and category, tags and
/// offerings as bits. Missing values are not provided for.
/// </summary>
public sealed class TypedCustomer
{
    internal static readonly FieldInfo[] NumberFields = Fields(nameof(N0)[..1], Shape.Numbers);
    internal static readonly FieldInfo[] CategoryFields = Fields(nameof(C0)[..1], Shape.Categories);
    internal static readonly FieldInfo[] OwnedFields = Fields(nameof(Owned0)[..^1], (Shape.Offerings + 63) / 64);
    internal static readonly FieldInfo TagsField = typeof(TypedCustomer).GetField(nameof(Tags))!;

#pragma warning disable CA1051, MA0069, CS0649 // Plain fields are what the fastest such program has.
    public int N0, N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, N11, N12, N13, N14, N15, N16, N17, N18, N19;
    public int C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13, C14, C15, C16, C17, C18, C19;
    public ulong Tags;
    public ulong Owned0, Owned1, Owned2, Owned3, Owned4;
#pragma warning restore

    public static TypedCustomer Of(GeneratedCustomer customer)
    {
        var typed = new TypedCustomer { Tags = customer.Tags };
        for (var i = 0; i < Shape.Numbers; i++)
        {
            NumberFields[i].SetValue(typed, customer.Numbers[i]);
        }

        for (var i = 0; i < Shape.Categories; i++)
        {
            CategoryFields[i].SetValue(typed, customer.Categories[i]);
        }

        for (var i = 0; i < OwnedFields.Length; i++)
        {
            OwnedFields[i].SetValue(typed, Bits(customer.Offerings.Select(offering => (int)offering), i));
        }

        return typed;
    }

    /// <summary>Bits of the items that lie in this word of 64.</summary>
    internal static ulong Bits(IEnumerable<int> items, int word) =>
        items.Where(item => item / 64 == word).Aggregate(0UL, (bits, item) => bits | (1UL << (item % 64)));

    private static FieldInfo[] Fields(string prefix, int count) =>
        [.. Enumerable.Range(0, count).Select(index => typeof(TypedCustomer).GetField(prefix + index.ToString(System.Globalization.CultureInfo.InvariantCulture))!)];
}

/// <summary>
/// Rules as machine code, tried one after another: every rule is a delegate compiled from an expression tree over a typed
/// customer. A range is one comparison, a set one test of bits where it fits a word, and a clause that fails ends the rule.
/// </summary>
public sealed class CompiledDelegates
{
    private static readonly ParameterExpression Customer = Expression.Parameter(typeof(TypedCustomer), "customer");

    private readonly Func<TypedCustomer, bool>[] _rules;
    private readonly int[] _ids;

    public CompiledDelegates(IReadOnlyList<GeneratedRule> rules)
    {
        _rules = [.. rules.Select(rule => Expression.Lambda<Func<TypedCustomer, bool>>(Of(rule.Condition), Customer).Compile())];
        _ids = [.. rules.Select(rule => rule.Id)];
    }

    /// <summary>Writes the ids of the rules the customer hits, in their order, and returns how many there are.</summary>
    /// <param name="hits">Room for all rules.</param>
    public int Match(TypedCustomer customer, Span<int> hits)
    {
        var count = 0;
        var rules = _rules;
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i](customer))
            {
                hits[count++] = _ids[i];
            }
        }

        return count;
    }

    private static Expression Of(Condition condition) => condition switch
    {
        NumberBetween between => Between(Expression.Field(Customer, TypedCustomer.NumberFields[between.Number]), between.From ?? 0, between.Below),
        CategoryIn among => Among(Expression.Field(Customer, TypedCustomer.CategoryFields[among.Category]), among.Values),
        TagPresent present => AnyBit(Expression.Field(Customer, TypedCustomer.TagsField), 1UL << present.Tag),
        OwnsAny any => TypedCustomer.OwnedFields
            .Select((field, word) => (field, bits: TypedCustomer.Bits(any.Offerings, word)))
            .Where(part => part.bits != 0)
            .Select(part => AnyBit(Expression.Field(Customer, part.field), part.bits))
            .Aggregate(Expression.OrElse),
        Not not => Expression.Not(Of(not.Inner)),
        AllOf all => all.Parts.Select(Of).Aggregate(Expression.AndAlso),
        AnyOf any => any.Parts.Select(Of).Aggregate(Expression.OrElse),
        _ => throw new NotSupportedException(condition.GetType().Name),
    };

    /// <summary>from ≤ value &lt; below in one unsigned comparison.</summary>
    private static BinaryExpression Between(Expression value, int from, int below) => Expression.LessThan(
        Expression.Convert(Expression.Subtract(value, Expression.Constant(from)), typeof(uint)), Expression.Constant((uint)Math.Max(0, below - from)));

    private static Expression Among(Expression value, IReadOnlyList<int> values)
    {
        if (values.Count == 1)
        {
            return Expression.Equal(value, Expression.Constant(values[0]));
        }

        // The words of 64 values in which there are any, each tested by its bits.
        return values
            .GroupBy(item => item / 64)
            .Select(word => word.Count() == 1
                ? Expression.Equal(value, Expression.Constant(word.First()))
                : Expression.AndAlso(
                    Expression.LessThan(
                        Expression.Convert(Expression.Subtract(value, Expression.Constant(word.Key * 64)), typeof(uint)), Expression.Constant(64u)),
                    AnyBit(Expression.Constant(TypedCustomer.Bits(word, word.Key)), value)))
            .Aggregate(Expression.OrElse);
    }

    private static BinaryExpression AnyBit(Expression bits, ulong wanted) =>
        Expression.NotEqual(Expression.And(bits, Expression.Constant(wanted)), Expression.Constant(0UL));

    private static BinaryExpression AnyBit(Expression bits, Expression value) => Expression.NotEqual(
        Expression.And(Expression.RightShift(bits, Expression.And(value, Expression.Constant(63))), Expression.Constant(1UL)), Expression.Constant(0UL));
}
