using Octant.Engine.Expressions;
using Octant.Engine.Expressions.Row;
using Octant.Engine.Profiles;

namespace Octant.Engine.Matching;

internal enum ValueSource
{
    Attribute,
    Event,
    Context,

    /// <summary>The moment of the decision, which is never missing.</summary>
    Now,
}

/// <summary>One thing a rule can ask about a value.</summary>
/// <param name="AttributeId">−1 for what is no attribute.</param>
/// <param name="Field">Empty for what is no field.</param>
internal readonly record struct ValueName(ValueSource Source, int AttributeId, string Field, AttributeKind Kind)
{
    public static ValueName Now { get; } = new(ValueSource.Now, -1, "", AttributeKind.Date);
}

/// <summary>What the index cannot express: a condition judged by the row gear once all else has held.</summary>
/// <param name="LocalCount">Variables of macros it needs at one time.</param>
/// <param name="Wanted">True, or false for a condition that stands under a negation.</param>
internal sealed record ResidualCondition(TruthNode Condition, int LocalCount, Truth Wanted)
{
    public bool Holds(IExpressionScope scope, RowValue[] locals)
    {
        var frame = new RowFrame(scope, locals);
        return Condition.Evaluate(ref frame) == Wanted;
    }
}

/// <summary>
/// One way for a rule to be true: a conjunction. A rule without || is one slot, a rule with it a few; it matches when any
/// of its slots holds. A slot holds only if every part is true, never by a missing value or an error.
/// </summary>
/// <remarks>Nothing in it changes once it is made, so that slots share their parts.</remarks>
internal sealed class RuleSlot
{
    private static readonly Dictionary<ValueName, ValueSet> NoValues = [];
    private static readonly Dictionary<int, bool> NoTags = [];
    private static readonly HashSet<int> NoOfferings = [];

    public static RuleSlot Always { get; } = new();

    public Dictionary<ValueName, ValueSet> Values { get; private init; } = NoValues;

    /// <summary>By symbol: whether the tag must be there or must not.</summary>
    public Dictionary<int, bool> Tags { get; private init; } = NoTags;

    /// <summary>Of each group of offerings, by symbol, at least one must be owned.</summary>
    public IReadOnlyList<int[]> AnyOwned { get; private init; } = [];

    /// <summary>Offerings, by symbol, that must not be owned.</summary>
    public IReadOnlySet<int> NoneOwned { get; private init; } = NoOfferings;

    public IReadOnlyList<ResidualCondition> Residuals { get; private init; } = [];

    /// <summary>The one value it asks for, where it asks for nothing else; null otherwise.</summary>
    public ValueName? OnlyValue => Values.Count == 1 && Parts == 1 ? Values.Keys.First() : null;

    /// <summary>Whether it asks for one group of owned offerings and for nothing else.</summary>
    public bool IsOnlyAnyOwned => AnyOwned.Count == 1 && Parts == 1;

    private int Parts => Values.Count + Tags.Count + AnyOwned.Count + NoneOwned.Count + Residuals.Count;

    public static RuleSlot OfValue(ValueName name, ValueSet set) => new() { Values = new Dictionary<ValueName, ValueSet> { [name] = set } };

    public static RuleSlot OfTag(int symbol, bool present) => new() { Tags = new Dictionary<int, bool> { [symbol] = present } };

    public static RuleSlot OfAnyOwned(int[] symbols) => new() { AnyOwned = [symbols] };

    public static RuleSlot OfNotOwned(int symbol) => new() { NoneOwned = new HashSet<int> { symbol } };

    public static RuleSlot OfResidual(ResidualCondition residual) => new() { Residuals = [residual] };

    /// <summary>Both at once; null when they exclude each other.</summary>
    public RuleSlot? And(RuleSlot other) =>
        ReferenceEquals(this, Always) ? other
        : Joined(Values, other.Values, static (one, another) => one.And(another) is { IsEmpty: false } both ? (true, both) : default) is { } values
            && Joined(Tags, other.Tags, static (one, another) => (one == another, one)) is { } tags
            ? new RuleSlot
            {
                Values = values,
                Tags = tags,
                AnyOwned = other.AnyOwned.Count == 0 ? AnyOwned : [.. AnyOwned, .. other.AnyOwned],
                NoneOwned = other.NoneOwned.Count == 0 ? NoneOwned : new HashSet<int>(NoneOwned.Concat(other.NoneOwned)),
                Residuals = other.Residuals.Count == 0 ? Residuals : [.. Residuals, .. other.Residuals],
            }
            : null;

    /// <summary>What both ask for; null when they exclude each other. What asks for nothing gives the other one as it is.</summary>
    /// <param name="both">Of what they ask of the same thing: whether it can hold, and what it is.</param>
    private static Dictionary<TName, TAsked>? Joined<TName, TAsked>(
        Dictionary<TName, TAsked> left, Dictionary<TName, TAsked> right, Func<TAsked, TAsked, (bool Holds, TAsked Both)> both)
        where TName : notnull
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return left.Count == 0 ? right : left;
        }

        var joined = new Dictionary<TName, TAsked>(left);
        foreach (var (name, asked) in right)
        {
            var (holds, together) = joined.TryGetValue(name, out var mine) ? both(mine, asked) : (true, asked);
            if (!holds)
            {
                return null;
            }

            joined[name] = together;
        }

        return joined;
    }
}
