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
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\0{source}\0{id}"), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
