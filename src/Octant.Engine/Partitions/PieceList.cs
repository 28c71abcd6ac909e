using System.Runtime.CompilerServices;

namespace Octant.Engine.Partitions;

/// <summary>
/// A list that grows at its end and shrinks at both, in pieces of 256 items. An array that doubles is copied whole when it is full, as a
/// large object, and partitions that fill alike all double theirs at the same moment; here a list of millions grows by one small piece.
/// </summary>
/// <remarks>An item has a number, which stays the same however the list shrinks at its beginning.</remarks>
internal sealed class PieceList<T>
    where T : unmanaged
{
    private const int PieceBits = 8;
    private const int PieceItems = 1 << PieceBits;
    private const int LeastPieces = 4;

    // A ring: the piece of a number is at the number of the piece, modulo the length.
    private T[]?[] _pieces = new T[]?[LeastPieces];
    private T[]? _spare;

    /// <summary>Number of the first item, 0 at the beginning.</summary>
    public long First { get; private set; }

    /// <summary>Number that the next item gets.</summary>
    public long Next { get; private set; }

    public long Count => Next - First;

    public long Bytes => (_pieces.Count(static piece => piece is not null) * PieceItems * (long)Unsafe.SizeOf<T>()) + (_pieces.Length * (long)IntPtr.Size);

    public ref T this[long number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, First);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Next);
            return ref PieceOf(number)![number & (PieceItems - 1)];
        }
    }

    public void Add(in T item)
    {
        if ((Next & (PieceItems - 1)) == 0)
        {
            if ((Next >> PieceBits) - (First >> PieceBits) == _pieces.Length)
            {
                Grow();
            }

            PieceOf(Next) = _spare ?? new T[PieceItems];
            _spare = null;
        }

        Next++;
        this[Next - 1] = item;
    }

    public void RemoveFirst()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Count);
        First++;
        if ((First & (PieceItems - 1)) == 0)
        {
            LetGo(First - 1);
        }
    }

    public void RemoveLast()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Count);
        Next--;
        if ((Next & (PieceItems - 1)) == 0)
        {
            LetGo(Next);
        }
    }

    private ref T[]? PieceOf(long number) => ref _pieces[(number >> PieceBits) & (_pieces.Length - 1)];

    /// <summary>Of the piece of this number nothing is left. One is kept, so that a list that moves to and fro makes none.</summary>
    private void LetGo(long number) => (_spare, PieceOf(number)) = (PieceOf(number), null);

    private void Grow()
    {
        var before = _pieces;
        _pieces = new T[]?[before.Length * 2];
        for (var piece = First >> PieceBits; piece < Next >> PieceBits; piece++)
        {
            _pieces[piece & (_pieces.Length - 1)] = before[piece & (before.Length - 1)];
        }
    }
}
