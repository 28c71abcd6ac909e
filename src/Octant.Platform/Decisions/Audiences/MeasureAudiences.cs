using Octant.Engine.Audiences;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>Answers capabilities above from the audience scanner.</summary>
public sealed class MeasureAudiences(AudienceScanner scanner, ICustomerDictionary dictionary) : IAudienceSizes
{
    private const string Everybody = "true";

    public async ValueTask<AudienceSizes> MeasureAsync(IReadOnlyList<string?> audiences, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        var compiled = audiences.Select(audience => AudienceExpressions.Compile(audience ?? Everybody, schema, "audience")).ToList();
        return await scanner.AskAsync(
            schema.Attributes,
            (query, all, asOf) =>
            {
                var found = compiled.ConvertAll(one => one.Then(expression => query.Find(expression, asOf)));
                return new AudienceSizes(all.Count, asOf, [.. found.Select(one => one.Then(audience => new MeasuredAudience(audience.Count, Shared(found[0], audience))))]);
            },
            cancellation).ConfigureAwait(false);
    }

    private static long Shared(Result<FoundAudience> first, FoundAudience audience) => first.Succeeded ? first.Value.Overlap(audience) : 0;
}
