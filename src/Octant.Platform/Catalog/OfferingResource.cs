using Octant.Engine.Offers;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Catalog;

/// <summary>The rules of an offering. Exclusions may name what is yet to come, since they go both ways.</summary>
public sealed class OfferingResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<Offering>(documents, backOffice, services)
{
    private const int HighestDegree = 10;
    private const int LongestWording = 4000;

    public override string Kind => CatalogKinds.Offering;

    public override string Route => "offerings";

    public override string Summary => "An offering is what is sold: main plan, add-on, service, device, accessory or app.";

    public override string ReadScope => Scopes.CatalogRead;

    public override string WriteScope => Scopes.CatalogWrite;

    public override bool KeepsVersions => true;

    protected override void Check(Offering candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.Require(
            candidate.ValidFrom is null || candidate.ValidTo is null || candidate.ValidFrom < candidate.ValidTo,
            "validTo",
            "a time after validFrom",
            candidate.ValidTo);
        if (candidate.Cluster is not null)
        {
            fields.RequireId(candidate.Cluster, "cluster");
        }

        fields.RequireNotNegative(candidate.Price, "price");
        fields.RequireNotNegative(candidate.Value, "value");
        CheckRevenue(candidate.Revenue, fields);
        fields.RequireNotNegative(candidate.Stock, "stock");
        fields.Require(candidate.ResponseWindow > TimeSpan.Zero, "responseWindow", "a duration longer than nothing");
        if (candidate.Tariff is { } tariff)
        {
            fields.Require(candidate.Type == OfferingType.MainPlan, "tariff", "a tariff on a main plan only");
            TariffChecks.CheckTerms(tariff, "tariff", fields);
        }

        CheckLinks(candidate, fields);
        CheckNeeds(candidate.Needs, fields);
        CheckWording(candidate.Wording, fields);
    }

    protected override IEnumerable<Reference> ReferencesOf(Offering value) =>
    [
        .. value.Requires.Select((id, index) => new Reference($"requires[{index}]", Kind, id)),
        .. value.UpgradesFrom.Select((id, index) => new Reference($"upgradesFrom[{index}]", Kind, id)),
    ];

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new CatalogChanged(Kind, id));

    private static void CheckLinks(Offering candidate, FieldChecks fields)
    {
        fields.RequireIds(candidate.Excludes, "excludes");
        fields.RequireIds(candidate.Requires, "requires");
        fields.RequireIds(candidate.UpgradesFrom, "upgradesFrom");
        for (var i = 0; i < candidate.Excludes.Count; i++)
        {
            var excluded = candidate.Excludes[i];
            fields.Require(excluded != candidate.Id, $"excludes[{i}]", "another offering than itself", excluded);
            fields.Require(!candidate.Requires.Contains(excluded), $"excludes[{i}]", "an offering that is not required as well", excluded);
        }

        fields.RequireDistinct(candidate.Devices, "devices");
        fields.RequireDistinct(candidate.Areas, "areas");
    }

    private static void CheckNeeds(ProductNeeds needs, FieldChecks fields)
    {
        fields.RequireBetween(needs.FunctionalComplexity, 0, HighestDegree, "needs.functionalComplexity");
        fields.RequireBetween(needs.MarketExclusivity, 0, HighestDegree, "needs.marketExclusivity");
        fields.RequireBetween(needs.TrainingNeed, 0, HighestDegree, "needs.trainingNeed");
        fields.RequireBetween(needs.RevenueImportance, 0, HighestDegree, "needs.revenueImportance");
        fields.RequireBetween(needs.CompanyPriority, 0, HighestDegree, "needs.companyPriority");
        fields.RequireBetween(needs.CustomerAttention, 0, HighestDegree, "needs.customerAttention");
    }

    private static void CheckWording(StandardWording wording, FieldChecks fields)
    {
        CheckWording(wording.TariffNote, "wording.tariffNote", fields);
        CheckWording(wording.Detailed, "wording.detailed", fields);
        CheckWording(wording.Brief, "wording.brief", fields);
        CheckWording(wording.OneLine, "wording.oneLine", fields);
        CheckWording(wording.HowToOrder, "wording.howToOrder", fields);
    }

    private static void CheckWording(string? text, string field, FieldChecks fields) =>
        fields.Require(text is null or { Length: > 0 and <= LongestWording }, field, $"a text of 1 to {LongestWording} characters");

    private static void CheckRevenue(RevenueRule? revenue, FieldChecks fields)
    {
        const long Largest = 1_000_000_000_000;
        fields.Require(revenue is null or { Once: >= 0 and <= Largest }, "revenue.once", $"0 to {Largest}", revenue?.Once);
        fields.Require(revenue is null or { Monthly: >= 0 and <= Largest }, "revenue.monthly", $"0 to {Largest}", revenue?.Monthly);
        fields.Require(revenue is null or { Months: >= 0 and <= RevenueRule.MostMonths }, "revenue.months", $"0 to {RevenueRule.MostMonths}", revenue?.Months);
    }
}
