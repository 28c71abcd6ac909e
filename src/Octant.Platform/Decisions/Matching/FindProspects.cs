using Octant.Engine.Calendar;
using Octant.Engine.Offers;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Matching;

/// <summary>Customers of another product of the cluster who do not have the offering.</summary>
public sealed record ProspectSource(string Offering, string Name, long Count);

/// <summary>Who might want an offering.</summary>
/// <param name="Cluster">Null when the offering is in none, so that nothing tells.</param>
/// <param name="Expression">The audience of all prospects together; null when nothing tells.</param>
/// <param name="Owners">How many have the offering already.</param>
/// <param name="Sources">By product of the same cluster, the most first; one customer may stand in several.</param>
/// <param name="ByBehaviour">How many meet the cluster's behaviour; null where it has none.</param>
public sealed record ProspectsAnswer(
    string Offering,
    string? Cluster,
    ClusterDimension? Dimension,
    string? Expression,
    long Count,
    long Owners,
    long Total,
    Instant AsOf,
    IReadOnlyList<ProspectSource> Sources,
    long? ByBehaviour);

/// <summary>Finds customers for a product: who has another product of its cluster, or behaves like somebody who would.</summary>
public static class FindProspects
{
    /// <summary>An expression names no more products than these, so that it stays within the language's bounds.</summary>
    private const int MostSources = 100;

    public static async Task<Result<ProspectsAnswer>> HandleAsync(
        string offeringId,
        Caller caller,
        ICatalog catalog,
        ProductClusterResource clusters,
        AudienceScanner scanner,
        ICustomerDictionary dictionary,
        CancellationToken cancellation)
    {
        var offerings = await catalog.ReadOfferingsAsync(cancellation);
        if (offerings.FirstOrDefault(candidate => candidate.Id == offeringId) is not { } offering)
        {
            return Problem.NotFound(CatalogKinds.Offering, offeringId);
        }

        var cluster = offering.Cluster is null ? null : (await clusters.Reader.ReadAsync(offering.Cluster, cancellation))?.Value;
        Offering[] others = offering.Cluster is null ? [] : [.. offerings.Where(other => other.Cluster == offering.Cluster && other.Id != offeringId).Take(MostSources)];
        var without = $"!owns(\"{offeringId}\")";
        List<string> ways = [.. others.Select(other => $"owns(\"{other.Id}\")")];
        if (cluster?.Behaviour is { } behaviour)
        {
            ways.Add($"({behaviour}\n)");
        }

        var expression = ways.Count == 0 ? null : $"({string.Join(" || ", ways)}) && {without}";
        var schema = await dictionary.ReadSchemaAsync(cancellation);
        var scope = AudienceScope.Of(caller, schema);
        string[] questions = [$"owns(\"{offeringId}\")", expression ?? "false", .. ways.Select(way => $"{way} && {without}")];
        var compiled = new List<Engine.Expressions.CompiledExpression>(questions.Length);
        foreach (var question in questions)
        {
            if (!scope.Compile(question, "expression").TryGet(out var one, out var problem))
            {
                return problem;
            }

            compiled.Add(one);
        }

        return await scanner.AskAsync(
            schema.Attributes,
            (query, all, asOf) =>
            {
                var counts = compiled.ConvertAll(one => query.Count(one, asOf));
                var sources = others.Select((other, index) => new ProspectSource(other.Id, other.Name, counts[2 + index]));
                return new ProspectsAnswer(
                    offeringId,
                    offering.Cluster,
                    cluster?.Dimension,
                    expression,
                    counts[1],
                    counts[0],
                    scope.Total(query, all, asOf),
                    asOf,
                    [.. sources.OrderByDescending(source => source.Count).ThenBy(source => source.Offering, StringComparer.Ordinal)],
                    cluster?.Behaviour is null ? null : counts[^1]);
            },
            cancellation);
    }
}
