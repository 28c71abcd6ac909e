using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Identity.Roles;

namespace Octant.Platform.Identity.Operators;

/// <summary>
/// The rules of an operator. Nobody makes, changes or becomes an operator who may do more than they: whatever the roles permit, before
/// and after, the caller must have. Operators are suspended, never deleted, because the audit trail speaks of them.
/// </summary>
public sealed class OperatorResource(IDocumentStore documents, BackOffice backOffice, OperatorDirectory directory, IServiceProvider services)
    : DocumentResource<Operator>(documents, backOffice, services)
{
    public override string Kind => Operator.Kind;

    public override string Route => "operators";

    public override string Summary => "An operator is somebody who signs in, with a staff number.";

    public override string ReadScope => Scopes.OperatorsRead;

    public override string WriteScope => Scopes.OperatorsWrite;

    public override string KeyMember => "staffNumber";

    public override bool CanBeDeleted => false;

    public override bool BelongsToOrganisation => true;

    /// <summary>Null when the caller has everything this operator has.</summary>
    public Problem? FindExcess(Caller caller, Operator value) =>
        directory.ScopesOf(value.Roles).Where(scope => !caller.Has(scope)).Order(StringComparer.Ordinal).FirstOrDefault() is { } excess
            ? Problem.Forbidden($"You lack the scope '{excess}' that comes with the roles of '{value.StaffNumber}', and cannot give or take it.")
            : null;

    protected override string? OrganisationOf(Operator value) => value.Organisation;

    protected override Operator? WithOrganisation(Operator value, string path) => value with { Organisation = path };

    protected override void Check(Operator candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.RequireIds(candidate.Roles, "roles");
        fields.RequireOrganisation(candidate.Organisation, "organisation");
    }

    protected override Operator Prepare(Caller caller, Operator candidate, Operator? existing) =>
        candidate with { Organisation = candidate.Organisation ?? caller.Organisation };

    protected override Problem? MayChange(Caller caller, Operator value) => FindExcess(caller, value);

    protected override ValueTask<Problem?> CheckAsync(DocumentChange<Operator> change, CancellationToken cancellation) =>
        new(change.Candidate.State == OperatorState.Suspended && change.Id == change.Caller.StaffNumber
            ? Problem.Conflict("Nobody suspends themselves.")
            : null);

    protected override IEnumerable<Reference> ReferencesOf(Operator value) => value.Roles.Select((id, i) => new Reference($"roles[{i}]", Role.Kind, id));

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new OperatorsChanged(id));
}
