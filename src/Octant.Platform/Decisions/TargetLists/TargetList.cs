using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Octant.Engine.Calendar;

namespace Octant.Platform.Decisions.TargetLists;

/// <summary>The customers of an audience at one instant, kept under a name.</summary>
/// <param name="Version">1 when it is first made; grows by one each time it is made anew.</param>
/// <param name="Count">How many it has: fewer than at first when some were erased.</param>
/// <param name="AsOf">The instant at which the expression was answered.</param>
/// <param name="Organisation">The unit it belongs to, whose customers alone are on it; null for the whole organisation.</param>
public sealed record TargetList(string Id, string Name, string Expression, long Version, long Count, Instant AsOf, string? Organisation);

/// <summary>A target list as it is stored: its members' keys in ascending order, in parts that are documents of their own.</summary>
public sealed record StoredTargetList(TargetList List, IReadOnlyList<TargetListPart> Parts)
{
    public const string Kind = "target-list";
    public const string PartKind = "target-list-part";

    /// <summary>Where a part of this version is.</summary>
    public string PartId(int number) => FormattableString.Invariant($"{List.Id}.{List.Version}.{number}");
}

/// <param name="First">The smallest key it was made with.</param>
public sealed record TargetListPart(long First, int Count);

/// <summary>The keys of one part as text.</summary>
internal static class TargetListKeys
{
    public static string Write(ReadOnlySpan<long> keys)
    {
        var bytes = new byte[keys.Length * sizeof(long)];
        for (var i = 0; i < keys.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), keys[i]);
        }

        return Convert.ToBase64String(bytes);
    }

    public static long[] Read(string text)
    {
        var bytes = Convert.FromBase64String(text);
        return BitConverter.IsLittleEndian
            ? MemoryMarshal.Cast<byte, long>(bytes).ToArray()
            : [.. Enumerable.Range(0, bytes.Length / sizeof(long)).Select(i => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long))))];
    }
}
