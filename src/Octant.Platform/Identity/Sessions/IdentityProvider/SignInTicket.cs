using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Identity.Sessions.IdentityProvider;

/// <summary>What must be remembered between sending a browser to the provider and its coming back.</summary>
/// <param name="State">Comes back with the code: the answer is to a question this browser asked (RFC 6749, section 10.12).</param>
/// <param name="Nonce">Comes back inside the identity token: it was made for this sign-in.</param>
/// <param name="Verifier">Proves to the provider that who redeems the code is who asked for it (RFC 7636).</param>
/// <param name="ReturnTo">A path of this server.</param>
public sealed record SignInTicket(string State, string Nonce, string Verifier, string ReturnTo, Instant ExpiresAt)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>SHA-256 of the verifier, as the provider is told first.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SignInTicket New(string returnTo, Instant now) => new(Random(), Random(), Random(), returnTo, now + Lasts);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

/// <summary>The key of the tickets, in the back office, so that any node reads what another wrote.</summary>
public sealed record TicketKey(string Secret)
{
    public const string Kind = "sign-in-key";
    public const string Id = "tickets";
}

/// <summary>Puts tickets into a cookie that nobody can read or make: AES-GCM under a key of the back office.</summary>
public sealed class SignInTickets(IDocumentStore documents)
{
    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    private readonly DocumentReader<TicketKey> _keys = new(documents, TicketKey.Kind);
    private byte[]? _key;

    public async ValueTask<string> SealAsync(SignInTicket ticket, Instant now, CancellationToken cancellation)
    {
        var key = await KeyAsync(now, cancellation);
        var plain = JsonSerializer.SerializeToUtf8Bytes(ticket, JsonConventions.Options);
        var box = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength));
        return Base64Url.EncodeToString(box);
    }

    /// <summary>Null when it is none of ours or over.</summary>
    public async ValueTask<SignInTicket?> OpenAsync(string? sealedTicket, Instant now, CancellationToken cancellation)
    {
        var key = await KeyAsync(now, cancellation);
        return sealedTicket is not null && TryOpen(sealedTicket, key) is { } ticket && now < ticket.ExpiresAt ? ticket : null;
    }

    private static SignInTicket? TryOpen(string sealedTicket, byte[] key)
    {
        try
        {
            var box = Base64Url.DecodeFromChars(sealedTicket);
            if (box.Length <= NonceLength + TagLength)
            {
                return null;
            }

            var plain = new byte[box.Length - NonceLength - TagLength];
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(box.AsSpan(0, NonceLength), box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), plain);
            return JsonSerializer.Deserialize<SignInTicket>(plain, JsonConventions.Options);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    private async ValueTask<byte[]> KeyAsync(Instant now, CancellationToken cancellation)
    {
        if (_key is { } known)
        {
            return known;
        }

        if (await _keys.ReadAsync(TicketKey.Id, cancellation) is not { } stored)
        {
            try
            {
                var made = new TicketKey(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
                await documents.CommitAsync(
                    new DocumentChanges { Puts = [new DocumentPut(TicketKey.Kind, TicketKey.Id, DocumentReader<TicketKey>.Write(made), ExpectedVersion: 0)] },
                    now,
                    cancellation);
            }
            catch (DocumentConflictException)
            {
                // Another node was faster; its key it is.
            }

            stored = await _keys.ReadAsync(TicketKey.Id, cancellation);
        }

        return _key = Convert.FromBase64String(stored!.Value.Secret);
    }
}
