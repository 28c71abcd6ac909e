using System.Globalization;
using Octant.Engine.Expressions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>Customers keep the unit that is their home from being deleted or moved: their home comes from the operator's BSS, by import.</summary>
public sealed class CustomersOfUnit(AudienceScanner scanner, ICustomerDictionary dictionary) : IReferenceHolder, IUnitMember
{
    public async ValueTask<string?> FindHolderAsync(string kind, string id, CancellationToken cancellation) =>
        kind == IOrganisationUnits.Kind && await CountAsync(id, cancellation) is > 0 and var count
            ? string.Create(CultureInfo.InvariantCulture, $"{count} customers whose {HomeUnit.Attribute} it is")
            : null;

    public async ValueTask<Result<UnitMove>> MoveAsync(string from, string to, CancellationToken cancellation) =>
        await FindHolderAsync(IOrganisationUnits.Kind, from, cancellation) is { } holder
            ? Problem.Conflict($"'{from}' has {holder}. Make '{to}', import their new {HomeUnit.Attribute}, and move then: what is there takes in what moves.")
            : UnitMove.Nothing;

    private async ValueTask<long> CountAsync(string path, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation);
        return schema.Attributes.TryGet(HomeUnit.Attribute, out _) && ExpressionCompiler.Compile(HomeUnit.Within(null, path)!, schema).Expression is { } expression
            ? await scanner.AskAsync(schema.Attributes, (query, _, asOf) => query.Count(expression, asOf), cancellation)
            : 0;
    }
}
