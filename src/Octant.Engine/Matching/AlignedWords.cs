using System.Runtime.InteropServices;

namespace Octant.Engine.Matching;

/// <summary>
/// Words of which the first begins a line of the cache. Read 512 bits at a time, none of them lies across two lines, which would be
/// two reads. The garbage collector leaves them where they are.
/// </summary>
internal sealed class AlignedWords
{
    private const int BytesOfLine = 64;
    private const int WordsOfLine = BytesOfLine / sizeof(ulong);

    private readonly ulong[] _words;
    private readonly int _first;

    public AlignedWords(int length)
    {
        _words = GC.AllocateArray<ulong>(length + WordsOfLine, pinned: true);
        var beyondLine = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_words, 0) & (BytesOfLine - 1));
        _first = (BytesOfLine - beyondLine) % BytesOfLine / sizeof(ulong);
        Length = length;
    }

    public static AlignedWords None { get; } = new(0);

    public int Length { get; }

    public ref ulong First => ref _words[_first];

    public Span<ulong> AsSpan() => _words.AsSpan(_first, Length);

    public Span<ulong> AsSpan(int start, int length) => AsSpan().Slice(start, length);
}
