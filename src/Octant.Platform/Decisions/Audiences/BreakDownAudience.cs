using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

/// <param name="By">One to three attributes that are no texts, to be combined; may be left out where <paramref name="Each"/> is there.</param>
/// <param name="Each">Up to fifty attributes that are no texts, each to be charted by itself.</param>
public sealed record BreakdownRequest(string Expression, IReadOnlyList<string>? By, IReadOnlyList<string>? Each);

/// <param name="Values">One for each attribute of the request, in that order; null where it is missing.</param>
public sealed record BreakdownGroup(IReadOnlyList<object?> Values, long Count);

/// <param name="From">The value of a category or flag; the beginning of a range, null where it has none.</param>
/// <param name="Below">The end of a range, not in it; null where it has none.</param>
public sealed record ChartBar(object? From, object? Below, long Count);

/// <summary>One attribute by itself. Bars of categories and flags are the most frequent values; of numbers and dates, ranges in order.</summary>
/// <param name="Missing">Customers who do not have it.</param>
/// <param name="Least">Of a number or date; null when nobody has it.</param>
/// <param name="Rest">Customers with values beyond the bars.</param>
public sealed record AttributeChart(string Attribute, long Missing, object? Least, object? Greatest, IReadOnlyList<ChartBar> Bars, long Rest);

/// <param name="Groups">Combinations of the attributes of <c>by</c>, the largest first.</param>
/// <param name="Rest">Customers in groups beyond the thousand largest.</param>
/// <param name="Charts">One for each attribute of <c>each</c>, in that order.</param>
public sealed record BreakdownAnswer(
    long Count, long Total, Instant AsOf, IReadOnlyList<BreakdownGroup> Groups, long Rest, IReadOnlyList<AttributeChart> Charts);

/// <summary>How the customers of an audience spread over the values of attributes: combined, and each by itself.</summary>
public static class BreakDownAudience
{
    private const int MostCombined = 3;
    private const int MostCharts = 50;
    private const int MostGroups = 1_000;
    private const int MostBars = 50;

    public static async Task<Result<BreakdownAnswer>> HandleAsync(
        Body<BreakdownRequest> body, Caller caller, AudienceScanner scanner, ICustomerDictionary dictionary, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        var scope = AudienceScope.Of(caller, schema);
        var (names, each) = (body.Value.By ?? [], body.Value.Each ?? []);
        var fields = new FieldChecks();
        fields.Require(names.Count <= MostCombined && (names.Count > 0 || each.Count > 0), "by", $"one to {MostCombined} attributes");
        fields.Require(each.Count <= MostCharts, "each", $"at most {MostCharts} attributes");
        var by = Find(names, "by", schema.Attributes, fields);
        var charted = Find(each, "each", schema.Attributes, fields);
        if (!scope.Compile(body.Value.Expression, "expression").TryGet(out var expression, out var problem))
        {
            return problem;
        }

        return fields.ToProblem() is { } wrong
            ? wrong
            : await scanner.AskAsync(schema.Attributes, (query, all, asOf) => Answer(query.Find(expression, asOf), scope.Total(query, all, asOf), asOf, by, charted), cancellation).ConfigureAwait(false);
    }

    private static BreakdownAnswer Answer(
        FoundAudience audience, long total, Instant asOf, List<AttributeDefinition> by, List<AttributeDefinition> charted)
    {
        var combined = by.Count == 0 ? new AudienceBreakdown([], 0) : audience.Breakdown(by, MostGroups);
        return new BreakdownAnswer(
            audience.Count,
            total,
            asOf,
            [.. combined.Rows.Select(row => new BreakdownGroup([.. row.Values.Select(Shown)], row.Count))],
            combined.Rest,
            [.. charted.Select(attribute => Chart(attribute.Name, audience.Distribution(attribute, MostBars)))]);
    }

    private static AttributeChart Chart(string attribute, AudienceDistribution distribution) => new(
        attribute,
        distribution.Missing,
        Shown(distribution.Least),
        Shown(distribution.Greatest),
        [.. distribution.Bins.Select(bin => new ChartBar(Shown(bin.From), Shown(bin.Below), bin.Count))],
        distribution.Rest);

    private static List<AttributeDefinition> Find(IReadOnlyList<string> names, string field, AttributeDictionary attributes, FieldChecks fields)
    {
        fields.RequireDistinct(names, field);
        var found = new List<AttributeDefinition>();
        for (var i = 0; i < names.Count; i++)
        {
            if (attributes.TryGet(names[i], out var attribute))
            {
                found.Add(attribute);
                fields.Require(attribute.Kind != AttributeKind.Text, $"{field}[{i}]", "an attribute that is not a text", names[i]);
            }
            else
            {
                var nearest = NearestName.Of(names[i], attributes.All.Select(known => known.Name));
                fields.Add($"{field}[{i}]", nearest is null ? "a declared attribute" : $"a declared attribute; did you mean '{nearest}'?", names[i]);
            }
        }

        return found;
    }

    private static object? Shown(AttributeValue? value) => value switch
    {
        null => null,
        { Kind: AttributeKind.Number } number => number.Number,
        { Kind: AttributeKind.Flag } flag => flag.Flag,
        { Kind: AttributeKind.Date } date => date.Date,
        { } category => category.Category,
    };
}
