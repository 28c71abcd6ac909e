using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Campaigns.LeadTimes;

/// <summary>How long a campaign took before, as the province itself says. There is one.</summary>
public sealed record LeadTimeBaseline
{
    public const string DocumentKind = "lead-time-baseline";
    public const string Id = "province";

    public static LeadTimeBaseline Unknown { get; } = new();

    /// <summary>From first draft to launch; null while nobody has entered it.</summary>
    public double? Days { get; init; }

    /// <summary>Where the figure comes from.</summary>
    public string Source { get; init; } = "";

    public Instant? MeasuredAt { get; init; }
}

/// <summary>The rules of the baseline.</summary>
public sealed class LeadTimeBaselineResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<LeadTimeBaseline>(documents, backOffice, services)
{
    private const double MostDays = 3_650;
    private const int LongestSource = 500;

    public override string Kind => LeadTimeBaseline.DocumentKind;

    public override string Route => "lead-time-baseline";

    public override string Summary => "The baseline says how long a campaign took before, from first draft to launch.";

    public override string ReadScope => Scopes.CampaignsRead;

    public override string WriteScope => Scopes.PoliciesWrite;

    public override bool CanBeDeleted => false;

    protected override void Check(LeadTimeBaseline candidate, FieldChecks fields)
    {
        fields.RequireBetween(candidate.Days ?? 0, 0, MostDays, "days");
        fields.Require(candidate.Source.Length <= LongestSource, "source", $"up to {LongestSource} characters");
    }
}
