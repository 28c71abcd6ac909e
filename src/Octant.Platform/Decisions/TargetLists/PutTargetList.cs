using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.TargetLists;

/// <param name="Name">For people.</param>
public sealed record TargetListRequest(string Name, string Expression);

/// <summary>Keeps the customers who satisfy an expression now as a target list; made again it is the list's next version.</summary>
public static class PutTargetList
{
    public static async Task<Result<TargetList>> HandleAsync(
        string targetListId,
        Body<TargetListRequest> body,
        Caller caller,
        AudienceScanner scanner,
        ICustomerDictionary dictionary,
        TargetListStorage storage,
        CancellationToken cancellation) =>
        await KeepAsync(targetListId, body.Value, caller, scanner, dictionary, storage, cancellation);

    internal static async ValueTask<Result<TargetList>> KeepAsync(
        string targetListId,
        TargetListRequest request,
        Caller caller,
        AudienceScanner scanner,
        ICustomerDictionary dictionary,
        TargetListStorage storage,
        CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        fields.RequireId(targetListId, "targetListId");
        fields.RequireText(request.Name, "name");
        if (fields.ToProblem() is { } wrong)
        {
            return wrong;
        }

        var schema = await dictionary.ReadSchemaAsync(cancellation);
        if (!AudienceScope.Of(caller, schema).Compile(request.Expression, "expression").TryGet(out var expression, out var problem))
        {
            return problem;
        }

        var (keys, asOf) = await scanner.AskAsync(schema.Attributes, (query, _, asOf) => (query.Keys(expression, asOf), asOf), cancellation);
        var list = new TargetList(targetListId, request.Name, request.Expression, 0, keys.Count, asOf, caller.Organisation);
        return await storage.PutAsync(caller, list, [.. keys], cancellation);
    }
}
