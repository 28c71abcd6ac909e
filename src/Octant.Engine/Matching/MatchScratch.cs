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

    /// <summary>By value of the segment: the customer's, as a key.</summary>
    internal long[] Keys = new long[64];

    /// <summary>By group of tags: the tags the customer has.</summary>
    internal int[] TagMasks = new int[16];

    /// <summary>Slots that may still hold.</summary>
    internal AlignedWords Live = AlignedWords.None;

    /// <summary>The slots whose bit survived.</summary>
    internal int[] Survivors = new int[64];
    internal int SurvivorCount;

    /// <summary>By survivor: what is to be tested of it.</summary>
    internal SlotChecks.Slot[] Tests = new SlotChecks.Slot[64];

    /// <summary>By survivor: the first part of that.</summary>
    internal long[] FirstParts = new long[64];

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

    internal void AddSurvivor(int slot) => Append(ref Survivors, ref SurvivorCount, slot);

    /// <summary>Whether the customer owns the offering, by its symbol.</summary>
    internal bool Owns(int symbol) => Owned.AsSpan(0, OwnedCount).Contains(symbol);

    internal void AddFound(int rule)
    {
        if (FoundCount == 0 || Found[FoundCount - 1] != rule)
        {
            Append(ref Found, ref FoundCount, rule);
        }
    }

    /// <summary>Room for what is to be tested of each survivor.</summary>
    internal void ReserveTests()
    {
        if (Tests.Length < SurvivorCount)
        {
            Tests = new SlotChecks.Slot[Survivors.Length];
            FirstParts = new long[Survivors.Length];
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
            Live = new AlignedWords(words);
        }

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
