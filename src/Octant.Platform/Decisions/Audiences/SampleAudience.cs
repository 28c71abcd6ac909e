using Octant.Engine.Calendar;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Audiences;

/// <param name="Size">How many customers at most; 20 where it is left out.</param>
/// <param name="Seed">The same seed over the same customers gives the same sample; 0 where it is left out.</param>
public sealed record SampleRequest(string Expression, int? Size, long? Seed);

/// <param name="CustomerIds">Drawn evenly from all that satisfy the expression, in no meaningful order.</param>
public sealed record SampleAnswer(long Count, long Total, Instant AsOf, IReadOnlyList<string> CustomerIds);

/// <summary>A few customers of an audience, to look at. Who looked is in the audit trail.</summary>
public static class SampleAudience
{
    private const int MostAtOnce = 1_000;
    private const int UsualSize = 20;

    public static async Task<Result<SampleAnswer>> HandleAsync(
        Body<SampleRequest> body,
        Caller caller,
        AudienceScanner scanner,
        ICustomerDictionary dictionary,
        ICustomerDirectory directory,
        BackOffice backOffice,
        CancellationToken cancellation)
    {
        var size = body.Value.Size ?? UsualSize;
        if (size is < 1 or > MostAtOnce)
        {
            return Problem.Invalid("size", $"an integer from 1 to {MostAtOnce}", size);
        }

        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        var scope = AudienceScope.Of(caller, schema);
        if (!scope.Compile(body.Value.Expression, "expression").TryGet(out var expression, out var problem))
        {
            return problem;
        }

        var (count, total, asOf, keys) = await scanner.AskAsync(
            schema.Attributes,
            (query, all, asOf) =>
            {
                var audience = query.Find(expression, asOf);
                return (audience.Count, scope.Total(query, all, asOf), asOf, audience.Sample(size, unchecked((ulong)(body.Value.Seed ?? 0))));
            },
            cancellation).ConfigureAwait(false);
        var ids = new List<string>(keys.Count);
        foreach (var key in keys)
        {
            // Somebody erased since then has no identifier any more.
            if (directory.TryFindCustomer(key, out var id))
            {
                ids.Add(id);
            }
        }

        var audit = backOffice.Audit(caller, "sampled", "audience", "sample", FormattableString.Invariant($"{ids.Count} of {count} customers"));
        return (await backOffice.CommitAsync(new DocumentChanges { Audit = [audit] }, cancellation).ConfigureAwait(false)).Problem is { } unaudited
            ? unaudited
            : new SampleAnswer(count, total, asOf, ids);
    }
}
