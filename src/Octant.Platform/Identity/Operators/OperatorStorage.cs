using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Identity.Operators;

/// <summary>An operator or what lets them in was changed.</summary>
public sealed record OperatorsChanged(string StaffNumber) : IMessage
{
    public static string Topic => "operators-changed";
}

/// <summary>Operators and their credentials in the back office.</summary>
public sealed class OperatorStorage(IDocumentStore documents, BackOffice backOffice)
{
    public DocumentReader<Operator> Operators { get; } = new(documents, Operator.Kind);

    public DocumentReader<OperatorCredential> Credentials { get; } = new(documents, OperatorCredential.Kind);

    public DocumentReader<OperatorPreferences> Preferences { get; } = new(documents, OperatorPreferences.Kind);

    /// <param name="version">What it was read at; 0 when it is new.</param>
    /// <param name="action">What is told of it in the audit trail.</param>
    public async ValueTask<Problem?> PutCredentialAsync(
        Caller caller, OperatorCredential credential, long version, string action, CancellationToken cancellation)
    {
        var changes = new DocumentChanges
        {
            Puts = [new DocumentPut(OperatorCredential.Kind, credential.StaffNumber, DocumentReader<OperatorCredential>.Write(credential), version)],
            Audit = [backOffice.Audit(caller, action, Operator.Kind, credential.StaffNumber)],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem;
    }

    /// <summary>Adds an operator with what lets them in; fails when there is one already.</summary>
    public async ValueTask<Problem?> AddAsync(Caller caller, Operator added, OperatorCredential credential, CancellationToken cancellation)
    {
        var changes = new DocumentChanges
        {
            Puts =
            [
                new DocumentPut(Operator.Kind, added.StaffNumber, DocumentReader<Operator>.Write(added), ExpectedVersion: 0),
                new DocumentPut(OperatorCredential.Kind, added.StaffNumber, DocumentReader<OperatorCredential>.Write(credential), ExpectedVersion: null),
            ],
            Audit = [backOffice.Audit(caller, "created", Operator.Kind, added.StaffNumber)],
            Messages = [Outbox.Message(new OperatorsChanged(added.StaffNumber))],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem;
    }

    public async ValueTask<Problem?> PutPreferencesAsync(Caller caller, OperatorPreferences preferences, CancellationToken cancellation)
    {
        var changes = new DocumentChanges
        {
            Puts =
            [
                new DocumentPut(
                    OperatorPreferences.Kind, preferences.StaffNumber, DocumentReader<OperatorPreferences>.Write(preferences), ExpectedVersion: null),
            ],
            Audit = [backOffice.Audit(caller, "preferences changed", Operator.Kind, preferences.StaffNumber)],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem;
    }
}
