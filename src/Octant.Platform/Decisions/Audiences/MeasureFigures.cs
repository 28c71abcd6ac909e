using Octant.Engine.Expressions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.TargetLists;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>Answers capabilities above from the audience scanner and the target lists, within the caller's part of the organisation.</summary>
public sealed class MeasureFigures(AudienceScanner scanner, ICustomerDictionary dictionary, TargetListStorage lists) : IAudienceFigures
{
    public async ValueTask<Result<AudienceFigures>> MeasureAsync(Caller caller, IReadOnlyList<AudienceQuestion> questions, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        var scope = AudienceScope.Of(caller, schema);
        var asked = new List<Asked>(questions.Count);
        var members = new Dictionary<string, HashSet<long>>(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            if (!scope.Compile(question.Expression, "expression").TryGet(out var expression, out var problem)
                || !AttributesOf(question, schema.Attributes).TryGet(out var attributes, out problem))
            {
                return problem;
            }

            if (question.TargetList is { } id && !members.ContainsKey(id))
            {
                members.Add(id, await MembersAsync(caller, id, cancellation).ConfigureAwait(false));
            }

            asked.Add(new Asked(expression, question.TargetList is { } list ? members[list] : null, attributes));
        }

        return await scanner.AskAsync(
            schema.Attributes,
            (query, _, asOf) => new AudienceFigures(asOf, [.. asked.Select(one =>
            {
                var found = query.Find(one.Expression, asOf);
                var audience = one.Members is null ? found : found.Among(one.Members);
                return new AudienceFigure(audience.Count, [.. one.Sums.Select(audience.Sum)]);
            })]),
            cancellation).ConfigureAwait(false);
    }

    public async ValueTask<Result<KeptAudience>> KeepAsync(Caller caller, string id, string name, string expression, CancellationToken cancellation)
    {
        var request = new TargetListRequest(name, expression);
        var kept = await PutTargetList.KeepAsync(id, request, caller, scanner, dictionary, lists, cancellation).ConfigureAwait(false);
        return kept.Then(Shown);
    }

    public async ValueTask<KeptAudience?> FindAsync(Caller caller, string id, CancellationToken cancellation) =>
        await lists.FindAsync(caller, id, cancellation).ConfigureAwait(false) is { } stored ? Shown(stored.List) : null;

    private static KeptAudience Shown(TargetList list) => new(list.Id, list.Name, list.Expression, list.Version, list.Count, list.AsOf);

    private static Result<List<AttributeDefinition>> AttributesOf(AudienceQuestion question, AttributeDictionary known)
    {
        var attributes = new List<AttributeDefinition>(question.Sums.Count);
        foreach (var name in question.Sums)
        {
            if (!known.TryGet(name, out var attribute) || attribute.Kind != AttributeKind.Number)
            {
                return Problem.Invalid("attribute", "the name of a declared number", name);
            }

            attributes.Add(attribute);
        }

        return attributes;
    }

    private async ValueTask<HashSet<long>> MembersAsync(Caller caller, string id, CancellationToken cancellation) =>
        await lists.FindAsync(caller, id, cancellation).ConfigureAwait(false) is { } stored
            ? [.. await lists.ReadKeysAsync(stored, 0, int.MaxValue, cancellation).ConfigureAwait(false)]
            : [];

    private sealed record Asked(CompiledExpression Expression, HashSet<long>? Members, List<AttributeDefinition> Sums);
}
