using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Units;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Organisation;

/// <summary>
/// The rules of a unit. It lies below an existing unit of a higher level, and stays as long as anything belongs to it. Whoever is bound
/// to a unit arranges what is below it, not the unit itself.
/// </summary>
public sealed class UnitResource(IDocumentStore documents, BackOffice backOffice, OrganisationDirectory directory, IServiceProvider services)
    : DocumentResource<OrganisationUnit>(documents, backOffice, services)
{
    public override string Kind => IOrganisationUnits.Kind;

    public override string Route => "organisation/units";

    public override string Summary => "A unit of the organisation; its path is made of the codes from the top, such as province/city.";

    public override string ReadScope => Scopes.OrganisationRead;

    public override string WriteScope => Scopes.OrganisationWrite;

    public override string KeyMember => "path";

    public override string KeyPattern => "**path";

    public override bool BelongsToOrganisation => true;

    protected override bool NeedsExistingUnit => false;

    protected override string? OrganisationOf(OrganisationUnit value) => value.Path;

    protected override void RequireKey(string id, FieldChecks fields) => fields.RequireOrganisation(id, KeyMember);

    protected override void Check(OrganisationUnit candidate, FieldChecks fields)
    {
        fields.RequireName(candidate.Name, "name");
        fields.Require(candidate.Path.Split('/').Length <= OrganisationTree.Deepest, "path", $"at most {OrganisationTree.Deepest} units deep", candidate.Path);
    }

    protected override Problem? MayChange(Caller caller, OrganisationUnit value) =>
        value.Path == caller.Organisation ? Problem.Forbidden($"You are bound to '{value.Path}' and arrange what is below it, not the unit itself.") : null;

    protected override ValueTask<Problem?> CheckAsync(DocumentChange<OrganisationUnit> change, CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        directory.Tree.CheckPlace(change.Candidate, fields);
        return new(fields.ToProblem());
    }

    protected override IEnumerable<Reference> ReferencesOf(OrganisationUnit value) => [new Reference("level", OrganisationLevel.Kind, value.Level)];

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new OrganisationChanged());
}
