using Octant.Engine.Expressions;
using Octant.Engine.Expressions.Row;
using Octant.Engine.Profiles;

namespace Octant.Engine.Matching;

/// <summary>
/// What a search writes into, so that it allocates nothing. Owned by one thread at a time and used for one decision after another;
/// it grows to the largest index it has met.
/// </summary>
public sealed class MatchScratch
{
    internal readonly RowValue[] Locals = new RowValue[ExpressionLimits.Depth];

    /// <summary>Symbols of the offerings owned.</summary>
    internal int[] Owned = new int[16];
    internal int OwnedCount;

    /// <summary>Symbols of the customer's tags.</summary>
    internal int[] Tags = new int[16];
    internal int TagCount;

    /// <summary>Word offsets of the bitmaps to be joined.</summary>
    internal int[] Rows = new int[64];
    internal int RowCount;

    /// <summary>By value of the segment: the customer's, as a key.</summary>
    internal long[] Keys = new long[64];

    /// <summary>By group of tags: the tags the customer has.</summary>
    internal int[] TagMasks = new int[16];

    /// <summary>Slots that may still hold.</summary>
    internal ulong[] Live = [];

    /// <summary>The slots whose bit survived.</summary>
    internal int[] Survivors = new int[64];
    internal int SurvivorCount;

    /// <summary>Numbers of the rules found, ascending.</summary>
    internal int[] Found = new int[64];
    internal int FoundCount;

    /// <summary>Forgets what was owned by the customer before.</summary>
    public void ClearOwned() => OwnedCount = 0;

    /// <summary>Adds an offering the customer owns, by its symbol.</summary>
    public void AddOwned(int symbol) => Append(ref Owned, ref OwnedCount, symbol);

    internal void TakeTags(TagSet tags)
    {
        TagCount = 0;
        foreach (var symbol in tags)
        {
            Append(ref Tags, ref TagCount, symbol);
        }
    }

    internal void AddRow(int offset) => Append(ref Rows, ref RowCount, offset);

    internal void AddSurvivor(int slot) => Append(ref Survivors, ref SurvivorCount, slot);

    internal void AddFound(int rule)
    {
        if (FoundCount == 0 || Found[FoundCount - 1] != rule)
        {
            Append(ref Found, ref FoundCount, rule);
        }
    }

    internal void Reserve(int values, int tagGroups, int words)
    {
        if (Keys.Length < values)
        {
            Keys = new long[values];
        }

        if (TagMasks.Length < tagGroups)
        {
            TagMasks = new int[tagGroups];
        }

        if (Live.Length < words)
        {
            Live = new ulong[words];
        }

        RowCount = 0;
        SurvivorCount = 0;
        FoundCount = 0;
    }

    private static void Append(ref int[] array, ref int count, int item)
    {
        if (count == array.Length)
        {
            Array.Resize(ref array, count * 2);
        }

        array[count++] = item;
    }
}
