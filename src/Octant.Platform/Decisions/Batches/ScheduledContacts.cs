using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Batches;

/// <summary>
/// A customer's turn is an event of the platform's own. The partition journals it with what it answers, and remembers its id, which is
/// made of campaign, hour and customer: so whoever repeats a turn after a crash changes nothing.
/// </summary>
public sealed class ScheduledContacts(
    CurrentStrategy current, AudienceScanner scanner, ICustomerDictionary dictionary, IPartitions partitions, IClock clock) : IScheduledContacts
{
    private const string Everybody = "true";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public bool IsInForce(string campaign) =>
        current.IsPublished && current.Value.Campaign(campaign) is { Definition: { Status: CampaignStatus.Live } live } && CampaignDue.IsAnsweredBy(live);

    public async ValueTask<Result<IReadOnlyList<long[]>>> ListAsync(string? audience, CancellationToken cancellation)
    {
        var schema = await dictionary.ReadSchemaAsync(cancellation).ConfigureAwait(false);
        if (!AudienceExpressions.Compile(audience ?? Everybody, schema, "audience").TryGet(out var expression, out var problem))
        {
            return problem;
        }

        var keys = await scanner.AskAsync(schema.Attributes, (query, _, asOf) => query.Keys(expression, asOf), cancellation).ConfigureAwait(false);
        var parts = new List<long>[PartitionOptions.PartitionCount];
        for (var partition = 0; partition < parts.Length; partition++)
        {
            parts[partition] = [];
        }

        foreach (var key in keys)
        {
            parts[PartitionOptions.PartitionOf(key)].Add(key);
        }

        return Array.ConvertAll(parts, part =>
        {
            part.Sort();
            return part.ToArray();
        });
    }

    public async ValueTask<bool> OfferAsync(
        string campaign, Instant hour, TimeSpan remembered, int partition, ReadOnlyMemory<long> keys, CancellationToken cancellation)
    {
        if (!IsInForce(campaign))
        {
            return false;
        }

        var fields = CampaignDue.FieldsOf(campaign);
        var source = $"{campaign}/{hour}";
        var at = clock.Now;
        var turns = new RecordCustomerEvent[keys.Length];
        for (var i = 0; i < turns.Length; i++)
        {
            var key = keys.Span[i];
            var id = MessageIds.Of(CampaignDue.EventType, source, key.ToString(CultureInfo.InvariantCulture));
            turns[i] = new RecordCustomerEvent(key, id, CampaignDue.EventType, at, remembered, fields);
        }

        // Once it is taken in it is not given up: what was decided would be met again otherwise, for nothing.
        var outcome = await partitions.SubmitAsync(partition, new RecordCustomerEvents(turns), CancellationToken.None).ConfigureAwait(false);
        while (await partitions.ReadAsync(partition, state => state.Waiting.Any(waiting => waiting.Trigger.Type == CampaignDue.EventType), cancellation).ConfigureAwait(false))
        {
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }

        return outcome is not CustomerEventsRecorded recorded || !recorded.Fates.Contains(EventFate.NotUsed);
    }
}
