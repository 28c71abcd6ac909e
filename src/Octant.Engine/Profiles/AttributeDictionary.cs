using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Octant.Engine.Profiles;

/// <summary>What kind of fact an attribute holds. Text lives in the identity store only and is never used in expressions.</summary>
public enum AttributeKind
{
    /// <summary>An IEEE 754 double, <c>double</c> in expressions.</summary>
    Number,

    /// <summary>One of a limited set of words, <c>string</c> in expressions.</summary>
    Category,

    /// <summary>True or false, or missing: three-valued.</summary>
    Flag,

    /// <summary>A moment, <c>timestamp</c> in expressions.</summary>
    Date,

    /// <summary>Free text: kept in the identity store, unknown to the engine.</summary>
    Text,
}

/// <summary>One attribute. Its <paramref name="Id"/> is never reused and its kind never changes, so stored rows keep their meaning.</summary>
public sealed record AttributeDefinition(int Id, string Name, AttributeKind Kind);

/// <summary>The attributes known at one moment: immutable, only ever followed by a longer one.</summary>
public sealed class AttributeDictionary
{
    private readonly FrozenDictionary<string, AttributeDefinition> _byName;

    private AttributeDictionary(IReadOnlyList<AttributeDefinition> all)
    {
        All = all;
        _byName = all.ToFrozenDictionary(attribute => attribute.Name, StringComparer.Ordinal);
    }

    public static AttributeDictionary Empty { get; } = new([]);

    /// <summary>In order of id: <c>All[i].Id == i</c>.</summary>
    public IReadOnlyList<AttributeDefinition> All { get; }

    public int Count => All.Count;

    public AttributeDefinition this[int id] => All[id];

    public static AttributeDictionary Of(IEnumerable<AttributeDefinition> attributes)
    {
        var all = attributes.OrderBy(attribute => attribute.Id).ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Id != i)
            {
                throw new ArgumentException($"Attribute {all[i].Name} has id {all[i].Id}, expected {i}: ids have no gaps.", nameof(attributes));
            }
        }

        return new AttributeDictionary(all);
    }

    public bool TryGet(string name, [NotNullWhen(true)] out AttributeDefinition? attribute) => _byName.TryGetValue(name, out attribute);

    /// <summary>A dictionary with one attribute more. The name must be new.</summary>
    public AttributeDictionary With(string name, AttributeKind kind) =>
        _byName.ContainsKey(name)
            ? throw new ArgumentException($"Attribute {name} exists.", nameof(name))
            : new AttributeDictionary([.. All, new AttributeDefinition(All.Count, name, kind)]);
}
