using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Octant.Platform.Decisions.Fields;

/// <summary>128 bits that stand for the id another system gave a message: enough to tell messages apart, too few to read.</summary>
public static class MessageIds
{
    private const int OnStack = 1_024;

    /// <param name="purpose">Keeps ids of different kinds of messages apart.</param>
    public static UInt128 Of(string purpose, string source, string id)
    {
        var most = Encoding.UTF8.GetMaxByteCount(purpose.Length + source.Length + id.Length) + 2;
        var text = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        var length = Encoding.UTF8.GetBytes(purpose, text);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(source, text[length..]);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(id, text[length..]);
        return Of(text[..length]);
    }

    /// <summary>The same of UTF-8 texts.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> source, ReadOnlySpan<byte> id)
    {
        var length = purpose.Length + source.Length + id.Length + 2;
        var text = length <= OnStack ? stackalloc byte[OnStack] : new byte[length];
        purpose.CopyTo(text);
        text[purpose.Length] = 0;
        source.CopyTo(text[(purpose.Length + 1)..]);
        text[purpose.Length + 1 + source.Length] = 0;
        id.CopyTo(text[(purpose.Length + source.Length + 2)..]);
        return Of(text[..length]);
    }

    private static UInt128 Of(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
