using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

/// <param name="By">One to three attributes that are no texts.</param>
public sealed record BreakdownRequest(string Expression, IReadOnlyList<string> By);

/// <param name="Values">One for each attribute of the request, in that order; null where it is missing.</param>
public sealed record BreakdownGroup(IReadOnlyList<object?> Values, long Count);

/// <param name="Groups">The largest first.</param>
/// <param name="Rest">Customers in groups beyond the thousand largest.</param>
public sealed record BreakdownAnswer(long Count, long Total, Instant AsOf, IReadOnlyList<BreakdownGroup> Groups, long Rest);

/// <summary>How the customers of an audience spread over the values of attributes.</summary>
public static class BreakDownAudience
{
    private const int MostAttributes = 3;
    private const int MostGroups = 1_000;

    public static async Task<Result<BreakdownAnswer>> HandleAsync(
        Body<BreakdownRequest> body, AudienceScanner scanner, ICustomerDictionary dictionary, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        if (!AudienceExpressions.Compile(body.Value.Expression, schema, "expression").TryGet(out var expression, out var problem)
            || !FindAttributes(body.Value.By, schema.Attributes).TryGet(out var by, out problem))
        {
            return problem;
        }

        return await scanner.AskAsync(
            schema.Attributes,
            (columns, now) =>
            {
                var query = new AudienceQuery(columns);
                var breakdown = query.Breakdown(expression, now, by, MostGroups);
                var groups = breakdown.Rows.Select(row => new BreakdownGroup([.. row.Values.Select(Shown)], row.Count)).ToList();
                return new BreakdownAnswer(query.Count(expression, now), columns.Count, now, groups, breakdown.Rest);
            },
            cancellation).ConfigureAwait(false);
    }

    private static Result<List<AttributeDefinition>> FindAttributes(IReadOnlyList<string> names, AttributeDictionary attributes)
    {
        var fields = new FieldChecks();
        fields.Require(names.Count is >= 1 and <= MostAttributes, "by", $"one to {MostAttributes} attributes");
        fields.RequireDistinct(names, "by");
        var found = new List<AttributeDefinition>();
        for (var i = 0; i < names.Count; i++)
        {
            if (attributes.TryGet(names[i], out var attribute))
            {
                found.Add(attribute);
                fields.Require(attribute.Kind != AttributeKind.Text, $"by[{i}]", "an attribute that is not a text", names[i]);
            }
            else
            {
                var nearest = NearestName.Of(names[i], attributes.All.Select(known => known.Name));
                fields.Add($"by[{i}]", nearest is null ? "a declared attribute" : $"a declared attribute; did you mean '{nearest}'?", names[i]);
            }
        }

        return fields.ToProblem() is { } problem ? problem : found;
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
