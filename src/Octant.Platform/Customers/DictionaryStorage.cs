using Octant.Engine.Behaviour;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers;

/// <summary>All attributes, in order of id. One document, so that two who add at once cannot leave a gap or share an id.</summary>
public sealed record StoredAttributes(IReadOnlyList<AttributeDefinition> Attributes)
{
    public const string Kind = "attribute-dictionary";
    public const string Id = "all";
}

public sealed class DictionaryStorage(IDocumentStore documents, BackOffice backOffice) : ICustomerDictionary
{
    public const string AttributeKindName = "attribute";
    public const string EventType = "event-type";
    public const string EventSource = "event-source";
    public const string ContextField = "context-field";
    public const string Area = "area";

    /// <summary>Each failed one means that another declaration went through: as many as could be sent at once.</summary>
    private const int Attempts = 100;

    private readonly DocumentReader<StoredAttributes> _attributes = new(documents, StoredAttributes.Kind);
    private readonly DocumentReader<CustomerEventType> _eventTypes = new(documents, EventType);
    private readonly DocumentReader<CustomerEventSource> _eventSources = new(documents, EventSource);
    private readonly DocumentReader<FieldDefinition> _contextFields = new(documents, ContextField);
    private readonly DocumentReader<AreaDefinition> _areas = new(documents, Area);

    public async ValueTask<AttributeDictionary> ReadAttributesAsync(CancellationToken cancellation) => (await ReadAsync(cancellation)).Dictionary;

    public async ValueTask<Result<AttributeDictionary>> DeclareAsync(
        Caller caller, IReadOnlyList<AttributeDeclaration> attributes, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (dictionary, version) = await ReadAsync(cancellation);
            var added = new List<string>();
            foreach (var (name, kind) in attributes)
            {
                if (!dictionary.TryGet(name, out var known))
                {
                    dictionary = dictionary.With(name, kind);
                    added.Add(name);
                }
                else if (known.Kind != kind)
                {
                    return Problem.Conflict($"The attribute '{name}' is a {Word(known.Kind)} and stays one; it cannot become a {Word(kind)}.");
                }
            }

            if (added.Count == 0)
            {
                return dictionary;
            }

            var committed = await backOffice.CommitAsync(
                new DocumentChanges
                {
                    Puts =
                    [
                        new DocumentPut(
                            StoredAttributes.Kind,
                            StoredAttributes.Id,
                            DocumentReader<StoredAttributes>.Write(new StoredAttributes(dictionary.All)),
                            version),
                    ],
                    Audit = [.. added.Select(name => backOffice.Audit(caller, "created", AttributeKindName, name))],
                    Messages = [.. added.Take(1).Select(name => Outbox.Message(new DictionaryChanged(AttributeKindName, name)))],
                },
                cancellation);
            if (committed.Problem is not { } problem)
            {
                return dictionary;
            }

            if (problem.Kind != ProblemKind.PreconditionFailed || attempt == Attempts)
            {
                return problem;
            }
        }
    }

    public ValueTask<IReadOnlyList<CustomerEventType>> ReadEventTypesAsync(CancellationToken cancellation) => _eventTypes.ReadAllAsync(cancellation);

    public ValueTask<IReadOnlyList<CustomerEventSource>> ReadEventSourcesAsync(CancellationToken cancellation) =>
        _eventSources.ReadAllAsync(cancellation);

    public ValueTask<IReadOnlyList<FieldDefinition>> ReadContextFieldsAsync(CancellationToken cancellation) => _contextFields.ReadAllAsync(cancellation);

    public ValueTask<IReadOnlyList<AreaDefinition>> ReadAreasAsync(CancellationToken cancellation) => _areas.ReadAllAsync(cancellation);

    private static string Word(AttributeKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private async ValueTask<(AttributeDictionary Dictionary, long Version)> ReadAsync(CancellationToken cancellation) =>
        await _attributes.ReadAsync(StoredAttributes.Id, cancellation) is { } stored
            ? (AttributeDictionary.Of(stored.Value.Attributes), stored.Version)
            : (AttributeDictionary.Empty, 0);
}
