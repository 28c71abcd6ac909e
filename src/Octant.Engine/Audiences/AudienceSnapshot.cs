using Octant.Engine.Behaviour;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>
/// All customers as they were at one moment. Any thread may read it until it is given back with
/// <see cref="AudienceColumns.Release"/>, while the columns go on changing.
/// </summary>
public sealed class AudienceSnapshot
{
    private readonly CategoryCodes?[] _codes;

    internal AudienceSnapshot(
        long epoch, AudienceBlock[] blocks, CategoryCodes?[] codes, AttributeDictionary attributes, Func<long, ObservationTable> observations, long count)
    {
        (Epoch, Blocks, _codes, Attributes, ObservationsOf, Count) = (epoch, blocks, codes, attributes, observations, count);
    }

    public AttributeDictionary Attributes { get; }

    /// <summary>How many customers there are.</summary>
    public long Count { get; }

    /// <summary>Work over it is divided by blocks: each is some customers, and none depends on another.</summary>
    public int BlockCount => Blocks.Length;

    /// <summary>Since when the behaviour of a customer is observed.</summary>
    internal Func<long, ObservationTable> ObservationsOf { get; }

    internal long Epoch { get; }

    internal AudienceBlock[] Blocks { get; }

    /// <summary>Null when no customer ever had the attribute.</summary>
    internal CategoryCodes? Codes(int attributeId) => attributeId < _codes.Length ? _codes[attributeId] : null;
}
