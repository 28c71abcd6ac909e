using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Identity;

/// <summary>Keys in the back office.</summary>
public sealed class KeyStorage(IDocumentStore documents, BackOffice backOffice)
{
    public DocumentReader<ApiKey> Keys { get; } = new(documents, ApiKey.Kind);

    public async ValueTask<Problem?> AddAsync(Caller caller, ApiKey key, CancellationToken cancellation)
    {
        var changes = new DocumentChanges
        {
            Puts = [new DocumentPut(ApiKey.Kind, key.Id, DocumentReader<ApiKey>.Write(key), ExpectedVersion: 0)],
            Audit = [backOffice.Audit(caller, "created", ApiKey.Kind, key.Id, string.Join(' ', key.Scopes))],
            Messages = [Outbox.Message(new KeysChanged())],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem;
    }

    public async ValueTask<Problem?> DeleteAsync(Caller caller, ApiKey key, CancellationToken cancellation)
    {
        var changes = new DocumentChanges
        {
            Deletes = [new DocumentDelete(ApiKey.Kind, key.Id, ExpectedVersion: null)],
            Audit = [backOffice.Audit(caller, "deleted", ApiKey.Kind, key.Id)],
            Messages = [Outbox.Message(new KeysChanged())],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem;
    }
}
