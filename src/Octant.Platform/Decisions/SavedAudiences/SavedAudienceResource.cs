using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Decisions.SavedAudiences;

/// <summary>The rules of a saved audience. Its condition compiles; every version stays readable.</summary>
public sealed class SavedAudienceResource(IDocumentStore documents, BackOffice backOffice, ICustomerDictionary dictionary, IServiceProvider services)
    : DocumentResource<SavedAudience>(documents, backOffice, services)
{
    private const int LongestNote = 500;

    public override string Kind => SavedAudience.DocumentKind;

    public override string Route => "saved-audiences";

    public override string Summary => "A saved audience is a condition under a name, with all its versions.";

    public override string ReadScope => Scopes.AudiencesRead;

    public override string WriteScope => Scopes.AudiencesWrite;

    public override bool BelongsToOrganisation => true;

    protected override string? OrganisationOf(SavedAudience value) => value.Organisation;

    protected override SavedAudience? WithOrganisation(SavedAudience value, string path) => value with { Organisation = path };

    /// <summary>What says the same is no new version.</summary>
    protected override SavedAudience Prepare(Caller caller, SavedAudience candidate, SavedAudience? existing)
    {
        var said = candidate with
        {
            Organisation = candidate.Organisation ?? caller.Organisation,
            Version = existing?.Version ?? 0,
            SavedAt = existing?.SavedAt,
            SavedBy = existing?.SavedBy,
        };
        return said == existing ? said : said with { Version = (existing?.Version ?? 0) + 1, SavedAt = Now, SavedBy = caller.Id };
    }

    protected override void Check(SavedAudience candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.Require(candidate.Note.Length <= LongestNote, "note", $"up to {LongestNote} characters");
        fields.RequireText(candidate.Expression, "expression");
        fields.RequireOrganisation(candidate.Organisation, "organisation");
    }

    protected override async ValueTask<Problem?> CheckAsync(DocumentChange<SavedAudience> change, CancellationToken cancellation) =>
        AudienceExpressions.Compile(change.Candidate.Expression, await dictionary.ReadSchemaAsync(cancellation), "expression").Problem;

    protected override ValueTask<IReadOnlyList<DocumentPut>> FollowUpAsync(DocumentChange<SavedAudience> change, CancellationToken cancellation) =>
        new([new DocumentPut(
            SavedAudience.VersionKind, SavedAudience.VersionId(change.Id, change.Candidate.Version), DocumentReader<SavedAudience>.Write(change.Candidate), null)]);
}
