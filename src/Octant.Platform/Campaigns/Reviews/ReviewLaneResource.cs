using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Campaigns.Reviews;

/// <summary>The rules of review lanes. A change holds for campaigns submitted from then on.</summary>
public sealed class ReviewLaneResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<ReviewLane>(documents, backOffice, services)
{
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(90);

    public override string Kind => ReviewLane.DocumentKind;

    public override string Route => "review-lanes";

    public override string Summary => "A review lane is a part of the house that must approve campaigns above its thresholds.";

    public override string ReadScope => Scopes.CampaignsRead;

    public override string WriteScope => Scopes.PoliciesWrite;

    protected override void Check(ReviewLane candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        if (candidate.EnglishName is not null)
        {
            fields.RequireText(candidate.EnglishName, "englishName");
        }

        if (candidate.Role is not null)
        {
            fields.RequireId(candidate.Role, "role");
        }

        fields.Require(candidate.Covers.Distinct().Count() == candidate.Covers.Count, "covers", "each part once; empty for all");
        fields.RequireIds(candidate.Levels, "levels");
        fields.RequireIds(candidate.After, "after");
        fields.Require(candidate.Within > TimeSpan.Zero && candidate.Within <= LongestDeadline, "within", "a duration above nothing and up to P90D", candidate.Within);
        if (candidate.From is { } from)
        {
            fields.RequireNotNegative(from.Budget, "from.budget");
            fields.RequireNotNegative(from.Audience, "from.audience");
            fields.Require(from.NewTariff || from.Budget is not null || from.Audience is not null, "from", "one threshold at least, or to be left out for always");
        }
    }

    /// <summary>A circle of lanes that wait for each other would never open.</summary>
    protected override async ValueTask<Problem?> CheckAsync(DocumentChange<ReviewLane> change, CancellationToken cancellation)
    {
        var after = (await Reader.ReadAllAsync(cancellation)).ToDictionary(lane => lane.Id, lane => lane.After, StringComparer.Ordinal);
        after[change.Id] = change.Candidate.After;
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(change.Candidate.After);
        while (open.TryPop(out var lane))
        {
            if (string.Equals(lane, change.Id, StringComparison.Ordinal))
            {
                return Problem.Invalid("after", "lanes that do not wait for this one themselves");
            }

            if (reached.Add(lane))
            {
                foreach (var earlier in after.GetValueOrDefault(lane) ?? [])
                {
                    open.Push(earlier);
                }
            }
        }

        return null;
    }

    protected override IEnumerable<Reference> ReferencesOf(ReviewLane value) =>
        value.After.Select((lane, i) => new Reference($"after[{i}]", Kind, lane));
}
