using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.TargetLists;

/// <summary>
/// Target lists among the documents. A list and its parts change in one transaction; a person who is erased leaves every list.
/// </summary>
public sealed class TargetListStorage(IDocumentStore documents, ICustomerDirectory directory, BackOffice backOffice, IClock clock)
    : ISubscriber<CustomerForgotten>, IDisposable
{
    private const int PartKeys = 16_384;

    private readonly DocumentReader<StoredTargetList> _lists = new(documents, StoredTargetList.Kind);

    /// <summary>Lists change one at a time: they are few, and an erasure may touch them all.</summary>
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Those of the caller's part of the organisation.</summary>
    public async ValueTask<Page<TargetList>> ReadPageAsync(Caller caller, PageRequest page, CancellationToken cancellation)
    {
        if (caller.Organisation is not null)
        {
            var visible = (await _lists.ReadAllAsync(cancellation)).Where(stored => caller.Covers(stored.List.Organisation)).ToList();
            return new Page<TargetList>([.. visible.Skip(page.Offset).Take(page.Limit).Select(stored => stored.List)], visible.Count);
        }

        var found = await _lists.ReadPageAsync(page, cancellation);
        return new Page<TargetList>([.. found.Items.Select(stored => stored.List)], found.Total);
    }

    /// <summary>Null when there is none in the caller's part of the organisation.</summary>
    public async ValueTask<StoredTargetList?> FindAsync(Caller caller, string id, CancellationToken cancellation) =>
        (await _lists.ReadAsync(id, cancellation))?.Value is { } stored && caller.Covers(stored.List.Organisation) ? stored : null;

    /// <summary>Keeps these members, sorted by key, under the list's id; takes the place of what was kept there before.</summary>
    public async ValueTask<Result<TargetList>> PutAsync(Caller caller, TargetList list, long[] keys, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            var before = await _lists.ReadAsync(list.Id, cancellation);
            if (before is not null && caller.Refuse(before.Value.List.Organisation) is { } refused)
            {
                return refused;
            }

            // Somebody erased since the list was asked for does not come back with it.
            keys = Array.FindAll(keys, key => directory.TryFindCustomer(key, out _));
            Array.Sort(keys);
            var chunks = keys.Chunk(PartKeys).ToArray();
            var stored = new StoredTargetList(
                list with { Version = (before?.Value.List.Version ?? 0) + 1, Count = keys.Length },
                [.. chunks.Select(chunk => new TargetListPart(chunk[0], chunk.Length))]);
            var changes = new DocumentChanges
            {
                Puts =
                [
                    .. chunks.Select((chunk, number) => new DocumentPut(StoredTargetList.PartKind, stored.PartId(number), TargetListKeys.Write(chunk), 0)),
                    new DocumentPut(StoredTargetList.Kind, list.Id, DocumentReader<StoredTargetList>.Write(stored), before?.Version ?? 0),
                ],
                Deletes = before is null ? [] : Parts(before.Value),
                Audit = [backOffice.Audit(caller, "stored", StoredTargetList.Kind, list.Id, FormattableString.Invariant($"{keys.Length} customers"))],
            };
            return (await backOffice.CommitAsync(changes, cancellation)).Problem is { } problem ? problem : stored.List;
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask<Problem?> DeleteAsync(Caller caller, string id, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (await _lists.ReadAsync(id, cancellation) is not { } stored || !caller.Covers(stored.Value.List.Organisation))
            {
                return Problem.NotFound("target list", id);
            }

            var changes = new DocumentChanges
            {
                Deletes = [new DocumentDelete(StoredTargetList.Kind, id, stored.Version), .. Parts(stored.Value)],
                Audit = [backOffice.Audit(caller, "deleted", StoredTargetList.Kind, id)],
            };
            return (await backOffice.CommitAsync(changes, cancellation)).Problem;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The keys from this place on, in ascending order.</summary>
    public async ValueTask<IReadOnlyList<long>> ReadKeysAsync(StoredTargetList stored, int offset, int limit, CancellationToken cancellation)
    {
        var keys = new List<long>((int)Math.Min(limit, stored.List.Count));
        for (var number = 0; number < stored.Parts.Count && keys.Count < limit; number++)
        {
            if (offset >= stored.Parts[number].Count)
            {
                offset -= stored.Parts[number].Count;
                continue;
            }

            if (await documents.ReadAsync(StoredTargetList.PartKind, stored.PartId(number), cancellation) is { } part)
            {
                keys.AddRange(TargetListKeys.Read(part.Body).Skip(offset).Take(limit - keys.Count));
            }

            offset = 0;
        }

        return keys;
    }

    /// <summary>Takes a person who is erased out of every list.</summary>
    public async ValueTask HandleAsync(CustomerForgotten message, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            foreach (var list in await _lists.ReadAllAsync(cancellation))
            {
                await RemoveAsync(list, message.Key, cancellation);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private async ValueTask RemoveAsync(StoredTargetList stored, long key, CancellationToken cancellation)
    {
        var parts = stored.Parts.ToList();
        var number = parts.FindLastIndex(part => part.First <= key);
        if (number < 0 || await documents.ReadAsync(StoredTargetList.PartKind, stored.PartId(number), cancellation) is not { } part)
        {
            return;
        }

        var keys = TargetListKeys.Read(part.Body);
        var left = Array.FindAll(keys, other => other != key);
        if (left.Length == keys.Length)
        {
            return;
        }

        parts[number] = parts[number] with { Count = left.Length };
        var after = stored with { List = stored.List with { Count = stored.List.Count - 1 }, Parts = parts };
        var changes = new DocumentChanges
        {
            Puts =
            [
                new DocumentPut(StoredTargetList.PartKind, stored.PartId(number), TargetListKeys.Write(left), part.Version),
                new DocumentPut(StoredTargetList.Kind, stored.List.Id, DocumentReader<StoredTargetList>.Write(after), null),
            ],
        };
        await documents.CommitAsync(changes, clock.Now, cancellation);
    }

    private static IReadOnlyList<DocumentDelete> Parts(StoredTargetList stored) =>
        [.. stored.Parts.Select((_, number) => new DocumentDelete(StoredTargetList.PartKind, stored.PartId(number), null))];
}
