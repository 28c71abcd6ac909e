using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>
/// A key that seals the audit trail. The seal of an entry is HMAC-SHA-256 over the seal before it and the entry, so that no entry can be
/// changed, taken out, put in or moved without the key; the seal of the head is over how many there are and the last seal, so that none
/// can be taken off the end.
/// </summary>
internal sealed class AuditSeal
{
    public const int Length = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key;

    public AuditSeal(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(key, "octant audit key"u8))[..16];
    }

    /// <summary>Names the key without telling it.</summary>
    public string Id { get; }

    public byte[] Of(byte[] before, AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(before);
        Append(hash, entry.At.Microseconds);
        foreach (var text in (string?[])[entry.Actor, entry.Action, entry.Kind, entry.Id, entry.Detail, entry.Organisation])
        {
            var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
            Append(hash, text is null ? -1 : bytes.Length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    public byte[] OfHead(long entries, byte[] last)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData("octant audit head"u8);
        Append(hash, entries);
        hash.AppendData(last);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
