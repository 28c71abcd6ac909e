using Octant.Engine.Calendar;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

public sealed record CountRequest(string Expression);

/// <param name="Count">Customers for whom the expression is true.</param>
/// <param name="Total">All customers the caller may count.</param>
/// <param name="AsOf">Everything up to this instant is in it, so all that was answered before the question; nothing after it is.</param>
public sealed record CountAnswer(long Count, long Total, Instant AsOf);

/// <summary>How many customers of the caller's part of the organisation satisfy an expression.</summary>
public static class CountAudience
{
    public static async Task<Result<CountAnswer>> HandleAsync(
        Body<CountRequest> body, Caller caller, AudienceScanner scanner, ICustomerDictionary dictionary, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        var scope = AudienceScope.Of(caller, schema);
        if (!scope.Compile(body.Value.Expression, "expression").TryGet(out var expression, out var problem))
        {
            return problem;
        }

        return await scanner.AskAsync(
            schema.Attributes,
            (query, all, asOf) => new CountAnswer(query.Count(expression, asOf), scope.Total(query, all, asOf), asOf),
            cancellation).ConfigureAwait(false);
    }
}
