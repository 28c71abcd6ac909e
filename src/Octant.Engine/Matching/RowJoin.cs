using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octant.Engine.Matching;

/// <summary>
/// The conjunction of bitmaps with the live slots, a few bitmaps at a time as soon as they are known. Bitmaps lie far
/// apart in more memory than the near caches hold; a pass over a few of them has no branch to be guessed, so that the processor
/// asks for all their lines side by side, and works out the next bitmaps while they come. The live slots stay in the nearest cache.
/// </summary>
internal ref struct RowJoin
{
    private const int RowsPerPass = 4;

    private readonly ref ulong _bits;
    private readonly ref ulong _live;
    private readonly nuint _words;
    private Waiting _waiting;
    private int _count;

    /// <param name="words">Of each bitmap, and of <paramref name="live"/>.</param>
    public RowJoin(AlignedWords bits, AlignedWords live, int words)
    {
        _bits = ref bits.First;
        _live = ref live.First;
        _words = (nuint)words;
    }

    /// <summary>Joins the bitmap that begins at this word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int offset)
    {
        _waiting[_count++] = offset;
        if (_count == RowsPerPass)
        {
            Join();
        }
    }

    /// <summary>Joins what one bitmap or any of some others say.</summary>
    public readonly void AddAny(int first, scoped ReadOnlySpan<int> others)
    {
        ref var bits = ref _bits;
        ref var live = ref _live;
        var words = _words;
        for (nuint word = 0; word < words; word += RuleSegment.WordsPerStep)
        {
            var met = Vector512.LoadUnsafe(ref bits, (nuint)first + word);
            foreach (var other in others)
            {
                met |= Vector512.LoadUnsafe(ref bits, (nuint)other + word);
            }

            (met & Vector512.LoadUnsafe(ref live, word)).StoreUnsafe(ref live, word);
        }
    }

    /// <summary>Joins what still waits: the live slots are right from now on only.</summary>
    public void Finish()
    {
        if (_count == 0)
        {
            return;
        }

        // The last of them stands in for those that are missing to a pass.
        for (var last = _waiting[_count - 1]; _count < RowsPerPass; _count++)
        {
            _waiting[_count] = last;
        }

        Join();
    }

    private void Join()
    {
        ref var live = ref _live;
        ref var first = ref Unsafe.Add(ref _bits, _waiting[0]);
        ref var second = ref Unsafe.Add(ref _bits, _waiting[1]);
        ref var third = ref Unsafe.Add(ref _bits, _waiting[2]);
        ref var fourth = ref Unsafe.Add(ref _bits, _waiting[3]);
        var words = _words;
        for (nuint word = 0; word < words; word += RuleSegment.WordsPerStep)
        {
            var slots = Vector512.LoadUnsafe(ref first, word) & Vector512.LoadUnsafe(ref second, word)
                & Vector512.LoadUnsafe(ref third, word) & Vector512.LoadUnsafe(ref fourth, word);
            (slots & Vector512.LoadUnsafe(ref live, word)).StoreUnsafe(ref live, word);
        }

        _count = 0;
    }

    [InlineArray(RowsPerPass)]
    private struct Waiting
    {
        private int _first;
    }
}
