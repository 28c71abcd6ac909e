using Octant.Engine.Expressions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>Answers capabilities above from the audience scanner.</summary>
public sealed class MeasureAudiences(AudienceScanner scanner, ICustomerDictionary dictionary) : IAudienceSizes
{
    private const string Everybody = "true";

    public async ValueTask<Result<AudienceSizes>> MeasureAsync(IReadOnlyList<string?> audiences, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        var expressions = new List<CompiledExpression>();
        foreach (var audience in audiences)
        {
            if (!AudienceExpressions.Compile(audience ?? Everybody, schema, "audience").TryGet(out var expression, out var problem))
            {
                return problem;
            }

            expressions.Add(expression);
        }

        return await scanner.AskAsync(
            schema.Attributes,
            (query, all, asOf) =>
            {
                var found = expressions.ConvertAll(expression => query.Find(expression, asOf));
                return new AudienceSizes(all.Count, asOf, [.. found.Select(audience => audience.Count)], [.. found.Select(found[0].Overlap)]);
            },
            cancellation).ConfigureAwait(false);
    }
}
