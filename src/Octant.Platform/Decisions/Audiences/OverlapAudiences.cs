using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

/// <param name="Name">Unlike every other of the request.</param>
public sealed record NamedAudience(string Name, string Expression);

/// <param name="Audiences">Two to twenty.</param>
public sealed record OverlapRequest(IReadOnlyList<NamedAudience> Audiences);

public sealed record AudienceSize(string Name, long Count);

/// <summary>How many customers are in both.</summary>
public sealed record AudienceOverlap(string Left, string Right, long Count);

/// <param name="Overlaps">One for every two audiences, in the order of the request.</param>
public sealed record OverlapAnswer(long Total, Instant AsOf, IReadOnlyList<AudienceSize> Audiences, IReadOnlyList<AudienceOverlap> Overlaps);

/// <summary>How many customers any two of several audiences share, all as of one instant.</summary>
public static class OverlapAudiences
{
    private const int MostAudiences = 20;

    public static async Task<Result<OverlapAnswer>> HandleAsync(
        Body<OverlapRequest> body, Caller caller, AudienceScanner scanner, ICustomerDictionary dictionary, CancellationToken cancellation)
    {
        var audiences = body.Value.Audiences;
        var fields = new FieldChecks();
        fields.Require(audiences.Count is >= 2 and <= MostAudiences, "audiences", $"2 to {MostAudiences} audiences");
        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        var scope = AudienceScope.Of(caller, schema);
        var expressions = new List<CompiledExpression>();
        for (var i = 0; i < audiences.Count; i++)
        {
            fields.RequireText(audiences[i].Name, $"audiences[{i}].name");
            var isFirst = !audiences.Take(i).Any(other => string.Equals(other.Name, audiences[i].Name, StringComparison.Ordinal));
            fields.Require(isFirst, $"audiences[{i}].name", "each name once", audiences[i].Name);
            if (!scope.Compile(audiences[i].Expression, $"audiences[{i}].expression").TryGet(out var expression, out var problem))
            {
                return problem;
            }

            expressions.Add(expression);
        }

        return fields.ToProblem() is { } wrong
            ? wrong
            : await scanner.AskAsync(
                schema.Attributes,
                (query, all, asOf) =>
                {
                    var found = expressions.ConvertAll(expression => query.Find(expression, asOf));
                    var overlaps = Enumerable.Range(0, found.Count).SelectMany(left => Enumerable.Range(left + 1, found.Count - left - 1)
                        .Select(right => new AudienceOverlap(audiences[left].Name, audiences[right].Name, found[left].Overlap(found[right]))));
                    return new OverlapAnswer(scope.Total(query, all, asOf), asOf, [.. found.Select((audience, i) => new AudienceSize(audiences[i].Name, audience.Count))], [.. overlaps]);
                },
                cancellation).ConfigureAwait(false);
    }
}
