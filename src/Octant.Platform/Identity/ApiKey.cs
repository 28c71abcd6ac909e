using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Octant.Engine.Calendar;

namespace Octant.Platform.Identity;

/// <summary>
/// A key as it is stored: with the SHA-256 of its secret, never the secret. 256 random bits need no slow hash: there is
/// nothing to guess.
/// </summary>
public sealed record ApiKey
{
    public const string Kind = "key";

    private const string Prefix = "oct_";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The organisation unit it is bound to; null for the whole organisation.</summary>
    public string? Organisation { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>From this instant on it is refused.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>SHA-256 of the secret's UTF-8 bytes, in hexadecimal.</summary>
    public required string Hash { get; init; }

    public static string NewSecret()
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        return Prefix + Base64Url.EncodeToString(random);
    }

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>A key as it is shown: with nothing that would let anybody in.</summary>
public sealed record KeyDescription(
    string Id, string Name, IReadOnlyList<string> Scopes, string? Organisation, Instant CreatedAt, Instant? ExpiresAt)
{
    public static KeyDescription Of(ApiKey key) => new(key.Id, key.Name, key.Scopes, key.Organisation, key.CreatedAt, key.ExpiresAt);
}
