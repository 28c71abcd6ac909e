using Octant.Engine.Expressions;

namespace Octant.Engine.Partitions;

/// <summary>What an event does to the customer besides triggering campaigns.</summary>
public enum EventRole
{
    None,

    /// <summary>Fields <c>offering</c> and <c>change</c> (ordered, activated, cancelled, failed) change what the customer owns.</summary>
    Product,

    /// <summary>Fields <c>case</c> and <c>change</c> (opened, closed): while one is open there is silence.</summary>
    Complaint,

    /// <summary>Field <c>status</c> (active, suspended, closed) sets the customer's status.</summary>
    Status,

    /// <summary>
    /// Field <c>area</c> (a cell or district code), or fields <c>latitude</c> and <c>longitude</c> (degrees), or all three,
    /// tell where the customer is.
    /// </summary>
    Location,
}

/// <summary>Names of the fields that roles read.</summary>
public static class EventRoleFields
{
    public const string Area = "area";
    public const string Latitude = "latitude";
    public const string Longitude = "longitude";
}

/// <summary>A declared event type; fields not declared are dropped before anything is stored.</summary>
public sealed record CustomerEventType
{
    public required string Type { get; init; }

    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    public EventRole Role { get; init; } = EventRole.None;
}
