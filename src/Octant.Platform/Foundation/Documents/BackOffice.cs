using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Foundation.Documents;

/// <summary>
/// The one way to change the back office: commits documents, audit entries and messages in one transaction, then waits
/// until the messages have taken effect.
/// </summary>
public sealed class BackOffice(IDocumentStore documents, IClock clock, MessageDelivery delivery)
{
    private static readonly TimeSpan DeliveryRetry = TimeSpan.FromSeconds(2);

    public IClock Clock { get; } = clock;

    /// <summary>
    /// Fails with <see cref="ProblemKind.PreconditionFailed"/> when a document is not at its expected version (nothing is
    /// stored then), and with <see cref="ProblemKind.Unavailable"/> when all is stored but not yet in force everywhere.
    /// </summary>
    /// <remarks>Once begun it runs to its end: a caller that hangs up cannot leave a change without its effect.</remarks>
    public async ValueTask<Result<DocumentsCommitted>> CommitAsync(DocumentChanges changes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        DocumentsCommitted committed;
        try
        {
            committed = await documents.CommitAsync(changes, Clock.Now, CancellationToken.None);
        }
        catch (DocumentConflictException conflict)
        {
            return new Problem(
                ProblemKind.PreconditionFailed,
                conflict.Actual is { } actual
                    ? $"The {conflict.Kind} '{conflict.Id}' has changed meanwhile; it is at version {actual}."
                    : $"The {conflict.Kind} '{conflict.Id}' is not there.");
        }

        return await delivery.DeliverAsync(committed.Messages, CancellationToken.None)
            ? committed
            : Problem.Unavailable("The change is stored but not yet in force everywhere; it will be, without being sent again.", DeliveryRetry);
    }

    /// <summary>An audit entry of now, by this caller, in the caller's part of the organisation.</summary>
    public AuditEntry Audit(Http.Caller caller, string action, string kind, string id, string detail = "") =>
        new(Clock.Now, caller.Id, action, kind, id, detail) { Organisation = caller.Organisation };
}
