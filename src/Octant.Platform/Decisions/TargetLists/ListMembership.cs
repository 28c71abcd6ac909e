using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.TargetLists;

/// <summary>
/// Who is on an uploaded list is a fact about the customer, a flag by which every condition can ask for it: set for who is on it,
/// taken away from who no longer is.
/// </summary>
public sealed class ListMembership(IPartitions partitions)
{
    private const int AtOnce = 256;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>The attribute of a list.</summary>
    public static string AttributeOf(string targetListId) =>
        "list_" + string.Concat(targetListId.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    /// <summary>Durable when it answers; repeated it changes nothing.</summary>
    public async ValueTask ApplyAsync(AttributeDefinition attribute, IEnumerable<long> joined, IEnumerable<long> left, CancellationToken cancellation)
    {
        var changes = joined.Select(key => (Key: key, Value: (AttributeValue?)AttributeValue.OfFlag(value: true)))
            .Concat(left.Select(key => (Key: key, Value: (AttributeValue?)null)));
        foreach (var part in changes.GroupBy(change => PartitionOptions.PartitionOf(change.Key)))
        {
            foreach (var some in part.Chunk(AtOnce))
            {
                var command = new ChangeProfiles([.. some.Select(change => new ChangeProfile(change.Key, [new AttributeChange(attribute.Id, change.Value)], null, null))]);
                await SubmitAsync(part.Key, command, cancellation);
            }
        }
    }

    private async ValueTask SubmitAsync(int partition, ChangeProfiles command, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await partitions.SubmitAsync(partition, command, CancellationToken.None);
                return;
            }
            catch (OverloadException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
