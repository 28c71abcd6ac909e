using System.Diagnostics.CodeAnalysis;
using System.Text;
using Octant.Engine;

namespace Octant.Platform.Foundation.Json;

/// <summary>Things with names, found by the name's UTF-8 bytes as they stand in a message, without making a string. Immutable.</summary>
public sealed class Utf8Names<T>
    where T : class
{
    private readonly (byte[] Name, T Value)?[] _slots;

    /// <param name="named">Each name once.</param>
    public Utf8Names(IEnumerable<KeyValuePair<string, T>> named)
    {
        var all = named.ToList();
        _slots = new (byte[], T)?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(all.Count * 2) + 1)];
        foreach (var (name, value) in all)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            var at = SlotOf(utf8);
            _slots[at] = _slots[at] is null ? (utf8, value) : throw new ArgumentException($"'{name}' is there twice.", nameof(named));
        }
    }

    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out T? value)
    {
        value = _slots[SlotOf(name)]?.Value;
        return value is not null;
    }

    /// <summary>Where the name is, or where it would have to be.</summary>
    private int SlotOf(ReadOnlySpan<byte> name)
    {
        var mask = _slots.Length - 1;
        var at = (int)StableHash.Of(name) & mask;
        while (_slots[at] is { } slot && !name.SequenceEqual(slot.Name))
        {
            at = (at + 1) & mask;
        }

        return at;
    }
}
