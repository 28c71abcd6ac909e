namespace Octant.Platform.Foundation.Storage;

/// <summary>A person's random 64-bit key and the operator's own identifier for them.</summary>
public readonly record struct CustomerIdentity(long Key, string CustomerId);

/// <summary>One text about a person (name, address, number, free text). Null clears it.</summary>
public readonly record struct IdentityText(long Key, string Attribute, string? Value);

/// <summary>
/// The only place where a person can be recognised (4.4). Everything else knows a random key. Erasing here makes the key
/// meaningless everywhere.
/// </summary>
public interface IIdentityStore
{
    /// <summary>All people, in no order; read once at start.</summary>
    IAsyncEnumerable<CustomerIdentity> ReadAllAsync(CancellationToken cancellation);

    /// <summary>
    /// Adds people; for one whose identifier is there already the stored key stands. Answers the key that holds for each,
    /// in order. Durable on return.
    /// </summary>
    ValueTask<IReadOnlyList<long>> AddAsync(IReadOnlyList<CustomerIdentity> identities, CancellationToken cancellation);

    /// <summary>
    /// Sets or clears texts, durably; answers for each whether it changed anything. A text of nobody is not kept, so that a late
    /// line cannot bring an erased person back.
    /// </summary>
    ValueTask<IReadOnlyList<bool>> SetTextsAsync(IReadOnlyList<IdentityText> texts, CancellationToken cancellation);

    ValueTask<IReadOnlyDictionary<string, string>> ReadTextsAsync(long key, CancellationToken cancellation);

    /// <summary>Everybody's text of one attribute, in order of key.</summary>
    IAsyncEnumerable<IdentityText> ReadTextsOfAsync(string attribute, CancellationToken cancellation);

    /// <summary>Who has exactly this text, under whatever attribute, in order of key; at most so many.</summary>
    ValueTask<IReadOnlyList<IdentityText>> FindTextsAsync(string value, int limit, CancellationToken cancellation);

    /// <summary>
    /// Removes the person and their texts. False when there was nobody. Embedded, the file no longer holds a byte of them on return,
    /// and the call takes as long as rewriting the file. PostgreSQL forgets the bytes with its next vacuum and the recycling of its log.
    /// </summary>
    ValueTask<bool> EraseAsync(long key, CancellationToken cancellation);
}
