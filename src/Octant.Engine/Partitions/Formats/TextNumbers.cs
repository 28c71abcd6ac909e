using System.Numerics;
using System.Runtime.InteropServices;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// The texts of one record, numbered in order of their first use. The same few objects come again and again, so one that is met
/// again is most often known by its place alone; equal texts in different objects have the same number.
/// </summary>
internal sealed class TextNumbers
{
    private const int LeastPlaces = 64;

    private Place[] _places = new Place[LeastPlaces];
    private int _shift = ShiftOf(LeastPlaces);
    private uint _record = 1;
    private int _count;

    /// <summary>Begins another record. What earlier ones left in the table counts as free.</summary>
    public void Clear()
    {
        _count = 0;
        if (++_record == 0)
        {
            Array.Clear(_places);
            _record = 1;
        }
    }

    /// <summary>False for a text that is new; it has the next number now.</summary>
    public bool TryGetOrAdd(string text, out int number)
    {
        var at = (int)(HashOf(text) >> _shift);
        while (true)
        {
            ref var place = ref _places[at];
            if (place.Record != _record)
            {
                number = _count++;
                place = new Place(text, _record, number);
                if (_count > _places.Length / 2)
                {
                    Grow();
                }

                return false;
            }

            if (string.Equals(place.Text, text))
            {
                number = place.Number;
                return true;
            }

            at = (at + 1) & (_places.Length - 1);
        }
    }

    private void Grow()
    {
        var before = _places;
        _places = new Place[before.Length * 2];
        _shift = ShiftOf(_places.Length);
        foreach (ref readonly var place in before.AsSpan())
        {
            if (place.Record == _record)
            {
                var at = (int)(HashOf(place.Text) >> _shift);
                while (_places[at].Record == _record)
                {
                    at = (at + 1) & (_places.Length - 1);
                }

                _places[at] = place;
            }
        }
    }

    private static int ShiftOf(int places) => 64 - BitOperations.Log2((uint)places);

    private static ulong HashOf(string text) => TextHash.Of(MemoryMarshal.AsBytes(text.AsSpan()));

    private readonly record struct Place(string Text, uint Record, int Number);
}
