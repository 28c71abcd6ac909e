using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Organisation;

/// <summary>The rules of a level. Its rank cannot pass that of a level above or below it in the tree as it is.</summary>
public sealed class LevelResource(IDocumentStore documents, BackOffice backOffice, OrganisationDirectory directory, IServiceProvider services)
    : DocumentResource<OrganisationLevel>(documents, backOffice, services)
{
    private const int HighestRank = 100;

    public override string Kind => OrganisationLevel.Kind;

    public override string Route => "organisation/levels";

    public override string Summary => "A level of the organisation, such as city.";

    public override string ReadScope => Scopes.OrganisationRead;

    public override string WriteScope => Scopes.OrganisationWrite;

    protected override void Check(OrganisationLevel candidate, FieldChecks fields)
    {
        fields.RequireName(candidate.Name, "name");
        fields.RequireBetween(candidate.Rank, 1, HighestRank, "rank");
    }

    protected override ValueTask<Problem?> CheckAsync(DocumentChange<OrganisationLevel> change, CancellationToken cancellation) =>
        new(directory.Tree.FindRankConflict(change.Candidate) is { } unit
            ? Problem.Invalid("rank", $"a rank with which '{unit}' still lies below the unit it is part of", change.Candidate.Rank)
            : null);

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new OrganisationChanged());
}
