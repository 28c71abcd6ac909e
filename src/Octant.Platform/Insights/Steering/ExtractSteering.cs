using Octant.Engine.Calendar;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Insights.Steering;

/// <param name="Channel">Null for those who use no cheap channel.</param>
public sealed record ExtractedGroup(string? Channel, string TargetList, long Count, long Version);

/// <param name="Count">All who used the dear channel.</param>
public sealed record SteeringExtraction(string Id, long Count, Instant AsOf, IReadOnlyList<ExtractedGroup> Groups);

/// <summary>
/// Keeps who used the dear channel, split by the cheap one they use, as target lists. What is measured afterwards is measured over these
/// lists; extracting again replaces them.
/// </summary>
public static class ExtractSteering
{
    public static async Task<Result<SteeringExtraction>> HandleAsync(
        string id, Caller caller, ChannelSteeringResource steerings, IChannels channels, IAudienceFigures audiences, CancellationToken cancellation)
    {
        if ((await steerings.Reader.ReadAsync(id, cancellation))?.Value is not { } steering || !steerings.MaySee(caller, steering))
        {
            return Problem.NotFound(steerings.Kind, id);
        }

        var names = (await channels.ReadChannelsAsync(cancellation)).ToDictionary(channel => channel.Id, channel => channel.Name, StringComparer.Ordinal);
        var groups = new List<ExtractedGroup>();
        var asOf = Instant.MaxValue;
        foreach (var group in SteeringGroup.Of(steering))
        {
            var name = group.Channel is null ? steering.Name : $"{steering.Name} · {names[group.Channel]}";
            if (!(await audiences.KeepAsync(caller, group.TargetList, name, group.Expression, cancellation)).TryGet(out var kept, out var problem))
            {
                return problem;
            }

            asOf = kept.AsOf < asOf ? kept.AsOf : asOf;
            groups.Add(new ExtractedGroup(group.Channel, kept.Id, kept.Count, kept.Version));
        }

        return new SteeringExtraction(id, groups.Sum(group => group.Count), asOf, groups);
    }
}
