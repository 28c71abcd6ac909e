using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Insights.Comparisons;

/// <summary>The rules of a comparison: every part has an amount of every measure in both periods.</summary>
public sealed class ComparisonResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<Comparison>(documents, backOffice, services)
{
    private const int MostMeasures = 50;
    private const int MostParts = 1_000;
    private const decimal Largest = 1_000_000_000_000_000m;

    public override string Kind => "comparison";

    public override string Route => "comparisons";

    public override string Summary => "A comparison is a whole in two periods, part by part, as it was counted outside: imported figures without a control group.";

    public override string ReadScope => Scopes.CampaignsRead;

    public override string WriteScope => Scopes.CampaignsWrite;

    /// <summary>To the whole of it: whoever is bound to a part does not see the figures of all.</summary>
    public override bool BelongsToOrganisation => true;

    /// <summary>What is wrong with one that is not stored.</summary>
    public static Problem? Check(Comparison candidate)
    {
        var fields = new FieldChecks();
        CheckFields(candidate, fields);
        return fields.ToProblem();
    }

    protected override void Check(Comparison candidate, FieldChecks fields) => CheckFields(candidate, fields);

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new ComparisonsChanged(id));

    private static void CheckFields(Comparison candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.RequireText(candidate.Before, "before");
        fields.RequireText(candidate.After, "after");
        fields.Require(candidate.Measures.Count is > 0 and <= MostMeasures, "measures", $"1 to {MostMeasures} measures");
        fields.RequireDistinct([.. candidate.Measures.Select(measure => measure.Id)], "measures");
        for (var i = 0; i < candidate.Measures.Count; i++)
        {
            fields.RequireText(candidate.Measures[i].Id, $"measures[{i}].id");
            fields.RequireText(candidate.Measures[i].Name, $"measures[{i}].name");
        }

        fields.Require(candidate.Parts.Count is > 0 and <= MostParts, "parts", $"1 to {MostParts} parts");
        fields.RequireDistinct([.. candidate.Parts.Select(part => part.Name)], "parts");
        for (var i = 0; i < candidate.Parts.Count; i++)
        {
            fields.RequireText(candidate.Parts[i].Name, $"parts[{i}].name");
            CheckAmounts(candidate.Parts[i].Before, candidate.Measures.Count, $"parts[{i}].before", fields);
            CheckAmounts(candidate.Parts[i].After, candidate.Measures.Count, $"parts[{i}].after", fields);
        }

        fields.Require(candidate.Recommendations.Count <= MostParts, "recommendations", $"at most {MostParts} parts");
        fields.RequireDistinct([.. candidate.Recommendations.Select(part => part.Part)], "recommendations");
        for (var i = 0; i < candidate.Recommendations.Count; i++)
        {
            var part = candidate.Recommendations[i];
            fields.RequireText(part.Part, $"recommendations[{i}].part");
            fields.Require(part.Customers is >= 0 and <= (long)Largest, $"recommendations[{i}].customers", "0 or more", part.Customers);
            fields.Require(part.Accepted >= 0 && part.Accepted <= part.Customers, $"recommendations[{i}].accepted", "0 or more, and no more than the customers", part.Accepted);
        }
    }

    private static void CheckAmounts(IReadOnlyList<decimal> amounts, int measures, string field, FieldChecks fields)
    {
        fields.Require(amounts.Count == measures, field, $"{measures} amounts, one for each measure", amounts.Count);
        for (var i = 0; i < amounts.Count; i++)
        {
            fields.Require(amounts[i] is >= 0 and <= Largest, $"{field}[{i}]", $"0 to {Largest}", amounts[i]);
        }
    }
}
