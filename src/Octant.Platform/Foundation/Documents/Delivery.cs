using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Foundation.Documents;

/// <summary>What was delivered of one document, to tell whether somebody has edited it since.</summary>
public sealed record DeliveredDocument(string Id, string Body)
{
    public const string Kind = "delivered";
}

/// <summary>
/// Documents that come with the platform and are data from the first start on: each is put once, follows later versions of the platform
/// as long as nobody edits it, and stays away when it was deleted.
/// </summary>
public static class Delivery
{
    public static async Task PutAsync(
        IDocumentStore documents, IClock clock, string kind, IReadOnlyList<(string Id, string Body)> delivered, CancellationToken cancellation)
    {
        var before = (await new DocumentReader<DeliveredDocument>(documents, DeliveredDocument.Kind).ReadAllAsync(cancellation))
            .ToDictionary(document => document.Id, document => document.Body, StringComparer.Ordinal);
        var stored = (await documents.ReadAllAsync(kind, cancellation)).ToDictionary(document => document.Id, document => document.Body, StringComparer.Ordinal);
        var puts = new List<DocumentPut>();
        foreach (var (id, body) in delivered)
        {
            var mark = new DeliveredDocument($"{kind}.{id}", body);
            var earlier = before.GetValueOrDefault(mark.Id);
            if (earlier == body)
            {
                continue;
            }

            puts.Add(new DocumentPut(DeliveredDocument.Kind, mark.Id, DocumentReader<DeliveredDocument>.Write(mark), ExpectedVersion: null));
            if (stored.GetValueOrDefault(id) == earlier)
            {
                puts.Add(new DocumentPut(kind, id, body, ExpectedVersion: null));
            }
        }

        if (puts.Count > 0)
        {
            var entries = puts.Where(put => put.Kind == kind).Select(put => new AuditEntry(clock.Now, "octant", "delivered", kind, put.Id, ""));
            await documents.CommitAsync(new DocumentChanges { Puts = puts, Audit = [.. entries] }, clock.Now, cancellation);
        }
    }
}
