using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Identity;

/// <summary>Keys in the back office.</summary>
public sealed class KeyStorage(IDocumentStore documents, BackOffice backOffice) : IReferenceHolder, IUnitMember
{
    public DocumentReader<ApiKey> Keys { get; } = new(documents, ApiKey.Kind);

    public async ValueTask<Problem?> AddAsync(Caller caller, ApiKey key, CancellationToken cancellation)
    {
        var changes = new DocumentChanges
        {
            Puts = [new DocumentPut(ApiKey.Kind, key.Id, DocumentReader<ApiKey>.Write(key), ExpectedVersion: 0)],
            Audit = [backOffice.Audit(caller, "created", ApiKey.Kind, key.Id, string.Join(' ', key.Scopes)) with { Organisation = key.Organisation }],
            Messages = [Outbox.Message(new KeysChanged())],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem;
    }

    public async ValueTask<Problem?> DeleteAsync(Caller caller, ApiKey key, CancellationToken cancellation)
    {
        var changes = new DocumentChanges
        {
            Deletes = [new DocumentDelete(ApiKey.Kind, key.Id, ExpectedVersion: null)],
            Audit = [backOffice.Audit(caller, "deleted", ApiKey.Kind, key.Id) with { Organisation = key.Organisation }],
            Messages = [Outbox.Message(new KeysChanged())],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem;
    }

    public async ValueTask<string?> FindHolderAsync(string kind, string id, CancellationToken cancellation) =>
        kind == IOrganisationUnits.Kind
        && (await Keys.ReadAllAsync(cancellation)).FirstOrDefault(key => key.Organisation is { } path && UnitPath.IsWithin(path, id)) is { } holder
            ? $"{ApiKey.Kind} '{holder.Id}'"
            : null;

    public async ValueTask<Result<UnitMove>> MoveAsync(string from, string to, CancellationToken cancellation)
    {
        var moved = (await Keys.ReadAllAsync(cancellation))
            .Where(key => key.Organisation is { } path && UnitPath.IsWithin(path, from))
            .Select(key => key with { Organisation = UnitPath.Rebase(key.Organisation!, from, to) })
            .ToList();
        return moved.Count == 0
            ? UnitMove.Nothing
            : new UnitMove(
                [.. moved.Select(key => new DocumentPut(ApiKey.Kind, key.Id, DocumentReader<ApiKey>.Write(key), ExpectedVersion: null))],
                [Outbox.Message(new KeysChanged())]);
    }
}
