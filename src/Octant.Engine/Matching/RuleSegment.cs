using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Octant.Engine.Expressions;

namespace Octant.Engine.Matching;

/// <summary>
/// Some rules as bitmaps over their slots. For every value a rule asks for there is a bitmap per cell (interval, word,
/// presence of up to eight tags, offering owned) in which a slot's bit is set unless the cell rules it out; a slot that does not ask
/// has its bit set everywhere. A customer falls in one cell of each, so the slots that hold are the conjunction of a few
/// dozen bitmaps. Few survive it, and only these are looked at one by one, for what the bitmaps do not say: the exact place in a
/// cell that intervals share, a second choice of offerings, and residual conditions.
/// Immutable, and shared by all threads.
/// </summary>
internal sealed class RuleSegment
{
    /// <summary>Slots are compared 512 at a time, so every bitmap has a multiple of this many words.</summary>
    public const int WordsPerStep = 8;

    public const int TagsPerGroup = 5;

    public required int RuleCount { get; init; }

    /// <summary>Words of one bitmap.</summary>
    public required int Words { get; init; }

    /// <summary>All bitmaps, one after another.</summary>
    public required ulong[] Bits { get; init; }

    public required ValueDimension[] Values { get; init; }

    /// <summary>By tag of a group: <c>group * 8 + bit</c>.</summary>
    public required SymbolTable GroupedTags { get; init; }

    public required int TagGroupCount { get; init; }

    /// <summary>Where the 256 bitmaps of the first group begin; the other groups follow.</summary>
    public required int TagGroupOffset { get; init; }

    public required Membership RareTags { get; init; }

    public required Membership Offerings { get; init; }

    /// <summary>Ascending.</summary>
    public required int[] RuleOfSlot { get; init; }

    public required SlotChecks Checks { get; init; }

    /// <summary>Finds the rules that are true and leaves their numbers in <see cref="MatchScratch.Found"/>.</summary>
    /// <param name="alive">Slots of rules that have not been taken out.</param>
    public void Match(IExpressionScope scope, MatchScratch scratch, ulong[] alive)
    {
        scratch.Reserve(Values.Length, TagGroupCount, Words);
        var live = scratch.Live.AsSpan(0, Words);
        alive.AsSpan(0, Words).CopyTo(live);
        FindValueRows(scope, scratch);
        scratch.TakeTags(scope.Profile.Tags);
        var tags = scratch.Tags.AsSpan(0, scratch.TagCount);
        FindTagRows(tags, scratch);
        RareTags.Join(Bits, live, scratch, tags);
        Offerings.Join(Bits, live, scratch, scratch.Owned.AsSpan(0, scratch.OwnedCount));
        Collect(scratch);
        for (var i = 0; i < scratch.SurvivorCount; i++)
        {
            var rule = Checks.RuleOf(scratch.Survivors[i], scope, scratch);
            if (rule >= 0)
            {
                scratch.AddFound(rule);
            }
        }
    }

    private void FindValueRows(IExpressionScope scope, MatchScratch scratch)
    {
        var profile = scope.Profile;
        for (var i = 0; i < Values.Length; i++)
        {
            var value = Values[i];
            var name = value.Name;
            var key = SlotChecks.Missing;
            if (name.Source == ValueSource.Attribute)
            {
                if (profile.Has(name.AttributeId))
                {
                    key = ValueKeys.OfBits(name.Kind, profile.Bits(name.AttributeId));
                }
            }
            else if (TryFindKey(scope, name, out var found))
            {
                key = found;
            }

            scratch.Keys[i] = key;
            scratch.AddRow(value.Offset + (key == SlotChecks.Missing ? 0 : value.RowOf(key) * Words));
        }
    }

    private static bool TryFindKey(IExpressionScope scope, in ValueName name, out long key)
    {
        if (name.Source == ValueSource.Now)
        {
            key = scope.Now.Microseconds;
            return true;
        }

        var found = name.Source == ValueSource.Event
            ? scope.TryGetEventField(name.Field, out var field)
            : scope.TryGetContextField(name.Field, out field);
        key = ValueKeys.OfBits(name.Kind, field.Bits);
        return found && field.Kind == name.Kind;
    }

    private void FindTagRows(ReadOnlySpan<int> tags, MatchScratch scratch)
    {
        if (TagGroupCount == 0)
        {
            return;
        }

        Array.Clear(scratch.TagMasks, 0, TagGroupCount);
        foreach (var tag in tags)
        {
            var place = GroupedTags.Find(tag);
            if (place >= 0)
            {
                scratch.TagMasks[place / TagsPerGroup] |= 1 << (place % TagsPerGroup);
            }
        }

        for (var group = 0; group < TagGroupCount; group++)
        {
            scratch.AddRow(TagGroupOffset + (((group << TagsPerGroup) + scratch.TagMasks[group]) * Words));
        }
    }

    private void Collect(MatchScratch scratch)
    {
        ref var bits = ref MemoryMarshal.GetArrayDataReference(Bits);
        ref var live = ref MemoryMarshal.GetArrayDataReference(scratch.Live);
        Span<ulong> survivors = stackalloc ulong[WordsPerStep];
        var rows = scratch.Rows.AsSpan(0, scratch.RowCount);
        for (var word = 0; word < Words; word += WordsPerStep)
        {
            var slots = Vector512.LoadUnsafe(ref live, (nuint)word);
            var i = 0;
            for (; i + 4 <= rows.Length && slots != Vector512<ulong>.Zero; i += 4)
            {
                slots &= Row(ref bits, rows[i] + word) & Row(ref bits, rows[i + 1] + word) & Row(ref bits, rows[i + 2] + word) & Row(ref bits, rows[i + 3] + word);
            }

            for (; i < rows.Length; i++)
            {
                slots &= Row(ref bits, rows[i] + word);
            }

            if (slots != Vector512<ulong>.Zero)
            {
                slots.CopyTo(survivors);
                for (var step = 0; step < survivors.Length; step++)
                {
                    for (var left = survivors[step]; left != 0; left &= left - 1)
                    {
                        scratch.AddSurvivor(((word + step) * 64) + BitOperations.TrailingZeroCount(left));
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Row(ref ulong bits, int offset) => Vector512.LoadUnsafe(ref bits, (nuint)offset);
}
