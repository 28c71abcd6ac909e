namespace Octant.Platform.Insights.Steering;

/// <summary>What a channel is in a steering.</summary>
public enum SteeringRole
{
    /// <summary>The one customers shall be led away from.</summary>
    Dear,

    /// <summary>One they shall be led to.</summary>
    Cheap,

    /// <summary>Counted in the whole, but nobody is led there or away.</summary>
    Other,
}

/// <summary>
/// Customers of a basic service led from a dear channel to the cheap one they already use: who they are, what was recommended to them,
/// how many followed, how the whole moved, what it saved. How often each customer used a channel is kept in number attributes, as the
/// operator's BI counts them.
/// </summary>
public sealed record ChannelSteering
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The path of the organisation unit it belongs to; null for the whole organisation.</summary>
    public string? Organisation { get; init; }

    /// <summary>The basic service: an offering of type service.</summary>
    public required string Service { get; init; }

    /// <summary>What the period before is called, such as <c>March</c>.</summary>
    public required string Before { get; init; }

    /// <summary>What the period after is called; null as long as there is none.</summary>
    public string? After { get; init; }

    /// <summary>One dear channel and one cheap one at least. A customer who uses several cheap ones counts for the first.</summary>
    public required IReadOnlyList<SteeredChannel> Channels { get; init; }
}

/// <param name="Before">Number attribute: the customer's transactions of the service at this channel in the period before.</param>
/// <param name="After">The same in the period after.</param>
/// <param name="Used">
/// Number attribute by which a customer counts as using the channel where it is above 0: at the dear channel those who are extracted, at a
/// cheap one those who use it already, for whatever. Null: <paramref name="Before"/>.
/// </param>
/// <param name="CostPerTransaction">Of this service, in minor units; null: the channel's own.</param>
public sealed record SteeredChannel(string Channel, SteeringRole Role, string Before, string? After, string? Used, long? CostPerTransaction)
{
    internal string AttributeOfUse() => Used ?? Before;
}
