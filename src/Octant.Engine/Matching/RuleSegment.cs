using System.Numerics;
using System.Runtime.CompilerServices;
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
    public required AlignedWords Bits { get; init; }

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
        alive.AsSpan(0, Words).CopyTo(scratch.Live.AsSpan());
        scratch.TakeTags(scope.Profile.Tags);
        var tags = scratch.Tags.AsSpan(0, scratch.TagCount);
        var join = new RowJoin(Bits, scratch.Live, Words);
        FindValueRows(scope, scratch, ref join);
        FindTagRows(tags, scratch, ref join);
        RareTags.Join(ref join, tags);
        Offerings.Join(ref join, scratch.Owned.AsSpan(0, scratch.OwnedCount));
        join.Finish();
        FindSurvivors(scratch);
        Checks.FindRules(scope, scratch);
    }

    private void FindValueRows(IExpressionScope scope, MatchScratch scratch, ref RowJoin join)
    {
        var profile = scope.Profile;
        for (var i = 0; i < Values.Length; i++)
        {
            var value = Values[i];
            var key = SlotChecks.Missing;
            if (value.Name.Source == ValueSource.Attribute)
            {
                if (profile.TryGetBits(value.Name.AttributeId, out var bits))
                {
                    key = ValueKeys.OfBits(value.Name.Kind, bits);
                }
            }
            else if (TryFindKey(scope, value.Name, out var found))
            {
                key = found;
            }

            scratch.Keys[i] = key;
            join.Add(value.Offset + (key == SlotChecks.Missing ? 0 : value.RowOf(key) * Words));
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

    private void FindTagRows(ReadOnlySpan<int> tags, MatchScratch scratch, ref RowJoin join)
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
            join.Add(TagGroupOffset + (((group << TagsPerGroup) + scratch.TagMasks[group]) * Words));
        }
    }

    private void FindSurvivors(MatchScratch scratch)
    {
        ref var live = ref scratch.Live.First;
        for (var word = 0; word < Words; word += WordsPerStep)
        {
            var empty = Vector512.Equals(Vector512.LoadUnsafe(ref live, (nuint)word), Vector512<ulong>.Zero).ExtractMostSignificantBits();
            for (var filled = (uint)empty ^ byte.MaxValue; filled != 0; filled &= filled - 1)
            {
                var at = word + BitOperations.TrailingZeroCount(filled);
                for (var left = Unsafe.Add(ref live, at); left != 0; left &= left - 1)
                {
                    scratch.AddSurvivor((at * 64) + BitOperations.TrailingZeroCount(left));
                }
            }
        }
    }
}
