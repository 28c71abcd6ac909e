using System.Text;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Json;

namespace Octant.Platform.Decisions.Events;

/// <summary>A declared type as the edge looks at it.</summary>
/// <param name="IsUsed">Whether anything in force, or about to come into force, does something with it.</param>
public sealed record EventKind(CustomerEventType Type, bool IsUsed)
{
    /// <summary>Names of the declared fields, in their order.</summary>
    internal byte[][] FieldNames { get; } = [.. Type.Fields.Select(field => Encoding.UTF8.GetBytes(field.Name))];

    public IReadOnlyList<FieldDefinition> Fields => Type.Fields;
}

/// <summary>
/// The declared types of the strategy in force, found by their bytes. A type that only the coming strategy uses counts as used
/// from the moment that strategy is announced, before the first partition has it: no partition may count from a moment on
/// what is still being ignored here.
/// </summary>
public sealed class EventKinds
{
    private readonly Utf8Names<EventKind> _byType;

    public EventKinds(Strategy strategy, Strategy? coming)
    {
        var types = Declared(strategy).ToDictionary(
            type => type.Type, type => new EventKind(type, strategy.Uses(type)), StringComparer.Ordinal);
        foreach (var type in coming is null ? [] : Declared(coming))
        {
            if (coming!.Uses(type) && !types.GetValueOrDefault(type.Type, new EventKind(type, IsUsed: false)).IsUsed)
            {
                types[type.Type] = new EventKind(type, IsUsed: true);
            }
        }

        _byType = new Utf8Names<EventKind>(types);
    }

    /// <summary>All but the platform's own, which nobody sends.</summary>
    private static IEnumerable<CustomerEventType> Declared(Strategy strategy) =>
        strategy.Definition.EventTypes.Where(type => type.Type != CampaignDue.EventType);

    /// <summary>Null when nobody declared the type.</summary>
    public EventKind? Find(ReadOnlySpan<byte> type) => _byType.TryFind(type, out var kind) ? kind : null;
}
