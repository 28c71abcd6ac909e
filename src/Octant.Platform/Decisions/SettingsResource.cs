using Octant.Engine.Expressions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Decisions;

/// <summary>The rules of the settings that hold for all decisions.</summary>
public sealed class SettingsResource(
    IDocumentStore documents, BackOffice backOffice, IServiceProvider services, ICustomerDictionary dictionary)
    : DocumentResource<PlatformSettings>(documents, backOffice, services)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestRetention = TimeSpan.FromDays(1);

    public override string Kind => PlatformSettings.Kind;

    public override string Route => "settings";

    public override bool CanBeDeleted => false;

    public override string Summary => "The settings hold for all decisions.";

    public override string ReadScope => Scopes.PoliciesRead;

    public override string WriteScope => Scopes.PoliciesWrite;

    protected override void Check(PlatformSettings candidate, FieldChecks fields)
    {
        RequireZone(candidate.Zone, "zone");
        for (var i = 0; i < candidate.Zones.Count; i++)
        {
            RequireZone(candidate.Zones[i], $"zones[{i}]");
        }

        fields.RequireDistinct(candidate.Zones, "zones");
        fields.RequireShare(candidate.GlobalHoldoutShare, "globalHoldoutShare");
        fields.Require(candidate.ClaimWindow > TimeSpan.Zero, "claimWindow", "a duration above nothing", candidate.ClaimWindow);
        fields.Require(candidate.Learning.MinimumOutcomes >= 1, "learning.minimumOutcomes", "1 or more", candidate.Learning.MinimumOutcomes);
        fields.RequireShare(candidate.Learning.ExplorationShare, "learning.explorationShare");
        fields.RequireBetween(candidate.Learning.Temperature, 0.05, 100, "learning.temperature");
        fields.Require(candidate.ModelInterval is null || candidate.ModelInterval >= ShortestInterval, "modelInterval", "a duration of PT1M or more, or null", candidate.ModelInterval);
        RequireRetention(candidate.JournalRetention, "journalRetention");
        RequireRetention(candidate.DecisionRetention, "decisionRetention");
        RequireRetention(candidate.ContactRetention, "contactRetention");
        fields.Require(candidate.Holidays.Distinct().Count() == candidate.Holidays.Count, "holidays", "each date once");

        void RequireRetention(TimeSpan retention, string field) =>
            fields.Require(retention >= ShortestRetention, field, "a duration of P1D or more", retention);

        void RequireZone(string name, string field) =>
            fields.Require(
                TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId,
                field,
                "the IANA name of a time zone, such as Asia/Shanghai",
                name);
    }

    protected override async ValueTask<Problem?> CheckAsync(DocumentChange<PlatformSettings> change, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation);
        var attributes = schema.Attributes;
        var fields = new FieldChecks();
        RequireAttribute(change.Candidate.ZoneAttribute, AttributeKind.Category, "zoneAttribute");
        RequireAttribute(change.Candidate.PhoneAttribute, AttributeKind.Text, "phoneAttribute");
        if (change.Candidate.HighValue is { } highValue
            && ExpressionCompiler.Compile(highValue, schema) is { Succeeded: false } failed)
        {
            foreach (var error in failed.Errors)
            {
                fields.Add("highValue", "an expression over customer that is true or false; " + error);
            }
        }

        return fields.ToProblem();

        void RequireAttribute(string? name, AttributeKind kind, string field) =>
            fields.Require(
                name is null || (attributes.TryGet(name, out var attribute) && attribute.Kind == kind),
                field,
                $"the name of a declared {(kind == AttributeKind.Text ? "text" : "category")} attribute",
                name);
    }

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new PoliciesChanged(Kind, id));
}
