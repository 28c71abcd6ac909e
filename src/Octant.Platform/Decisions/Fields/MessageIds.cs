using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Octant.Platform.Decisions.Fields;

/// <summary>128 bits that stand for the id another system gave a message: enough to tell messages apart, too few to read.</summary>
public static class MessageIds
{
    /// <param name="purpose">Keeps ids of different kinds of messages apart.</param>
    public static UInt128 Of(string purpose, string source, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var length = Encoding.UTF8.GetMaxByteCount(purpose.Length + source.Length + id.Length) + 2;
        var text = length <= 1024 ? stackalloc byte[length] : new byte[length];
        var end = Encoding.UTF8.GetBytes(purpose, text);
        text[end++] = 0;
        end += Encoding.UTF8.GetBytes(source, text[end..]);
        text[end++] = 0;
        end += Encoding.UTF8.GetBytes(id, text[end..]);
        SHA256.HashData(text[..end], hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
