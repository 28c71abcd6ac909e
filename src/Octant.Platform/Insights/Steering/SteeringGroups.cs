namespace Octant.Platform.Insights.Steering;

/// <summary>The users of the dear channel by the cheap one they already use; everybody stands in one group.</summary>
/// <param name="Channel">Null for those who use none.</param>
/// <param name="TargetList">The id under which the group is kept.</param>
/// <param name="Expression">Who they are, also as an audience of campaigns.</param>
public sealed record SteeringGroup(string? Channel, string TargetList, string Expression)
{
    private const string NoChannel = "none";

    public static IReadOnlyList<SteeringGroup> Of(ChannelSteering steering)
    {
        var cheap = steering.Channels.Where(channel => channel.Role == SteeringRole.Cheap).ToList();
        var groups = new List<SteeringGroup>(cheap.Count + 1);
        var so = Extracted(steering);
        foreach (var channel in cheap)
        {
            groups.Add(new SteeringGroup(channel.Channel, $"{steering.Id}.{channel.Channel}", $"{so} && {Uses(channel.AttributeOfUse())}"));
            so += $" && !{Uses(channel.AttributeOfUse())}";
        }

        groups.Add(new SteeringGroup(null, $"{steering.Id}.{NoChannel}", so));
        return groups;
    }

    /// <summary>All users of the dear channel.</summary>
    public static string Extracted(ChannelSteering steering) => Uses(steering.Channels.First(channel => channel.Role == SteeringRole.Dear).AttributeOfUse());

    /// <summary>Whoever does not have the attribute does not use the channel; without asking first, nothing would be known of them.</summary>
    public static string Uses(string attribute) => $"(has(customer.{attribute}) && customer.{attribute} > 0)";
}
