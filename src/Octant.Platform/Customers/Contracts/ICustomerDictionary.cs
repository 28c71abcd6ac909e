using Octant.Engine.Behaviour;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers.Contracts;

/// <summary>A system that sends customer events.</summary>
public sealed record CustomerEventSource
{
    public required string Id { get; init; }

    /// <summary>The <c>source</c> its CloudEvents carry.</summary>
    public required string Source { get; init; }

    /// <summary>How late an event may come; its id is remembered that long, so that a repeated one counts once.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>An attribute to be known.</summary>
public sealed record AttributeDeclaration(string Name, AttributeKind Kind);

/// <summary>What can be known of a customer, an event and a decision's context. Lists are in ordinal order of name.</summary>
public interface ICustomerDictionary
{
    ValueTask<AttributeDictionary> ReadAttributesAsync(CancellationToken cancellation);

    /// <summary>
    /// Adds those that are not known yet, all or none, and answers the dictionary that holds them. A conflict when one is
    /// known as another kind.
    /// </summary>
    ValueTask<Result<AttributeDictionary>> DeclareAsync(Caller caller, IReadOnlyList<AttributeDeclaration> attributes, CancellationToken cancellation);

    ValueTask<IReadOnlyList<CustomerEventType>> ReadEventTypesAsync(CancellationToken cancellation);

    ValueTask<IReadOnlyList<CustomerEventSource>> ReadEventSourcesAsync(CancellationToken cancellation);

    ValueTask<IReadOnlyList<FieldDefinition>> ReadContextFieldsAsync(CancellationToken cancellation);

    ValueTask<IReadOnlyList<AreaDefinition>> ReadAreasAsync(CancellationToken cancellation);

    /// <summary>What a condition about customers alone may name, where there is neither event nor decision.</summary>
    async ValueTask<ExpressionSchema> ReadSchemaAsync(CancellationToken cancellation) =>
        new(await ReadAttributesAsync(cancellation).ConfigureAwait(false))
        {
            EventTypes = await ReadEventTypesAsync(cancellation).ConfigureAwait(false),
            Areas = [.. (await ReadAreasAsync(cancellation).ConfigureAwait(false)).Select(area => new Area(area))],
        };
}

/// <summary>An attribute, event type, event source, context field or area was declared or changed.</summary>
/// <param name="Kind"><c>attribute</c>, <c>event-type</c>, <c>event-source</c>, <c>context-field</c> or <c>area</c>.</param>
public sealed record DictionaryChanged(string Kind, string Id) : IMessage
{
    public static string Topic => "dictionary-changed";
}
