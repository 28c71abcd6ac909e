using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Customers;

/// <summary>The rules of an event source.</summary>
public sealed class EventSourceResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<CustomerEventSource>(documents, backOffice, services)
{
    private const int LongestSource = 200;
    private static readonly TimeSpan LongestLateness = TimeSpan.FromDays(7);

    public override string Kind => DictionaryStorage.EventSource;

    public override string Route => "event-sources";

    public override bool CanBeDeleted => false;

    public override string Summary => "An event source is a system that sends customer events, with how late they may come.";

    public override string ReadScope => Scopes.DictionaryRead;

    public override string WriteScope => Scopes.DictionaryWrite;

    protected override void Check(CustomerEventSource candidate, FieldChecks fields)
    {
        fields.Require(
            candidate.Source.Length is > 0 and <= LongestSource && Uri.IsWellFormedUriString(candidate.Source, UriKind.RelativeOrAbsolute),
            "source",
            $"a URI reference of 1 to {LongestSource} characters, as CloudEvents carry it",
            candidate.Source);
        fields.Require(
            candidate.Lateness > TimeSpan.Zero && candidate.Lateness <= LongestLateness,
            "lateness",
            "a duration above nothing and up to P7D",
            candidate.Lateness);
    }

    protected override async ValueTask<Problem?> CheckAsync(DocumentChange<CustomerEventSource> change, CancellationToken cancellation)
    {
        var other = (await Reader.ReadAllAsync(cancellation)).FirstOrDefault(
            source => source.Source == change.Candidate.Source && source.Id != change.Id);
        return other is null ? null : Problem.Conflict($"The source is declared already, as the event source '{other.Id}'.");
    }

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new DictionaryChanged(Kind, id));
}
