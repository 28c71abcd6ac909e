using Octant.Engine.Decisions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Insights.CustomerEvents;

/// <summary>
/// The latest events of a customer: those that set a decision off, from its record, and all that a rule in force used, from the end of the
/// journal. Of types that nothing uses nothing is kept.
/// </summary>
public static class ListCustomerEvents
{
    private const int Latest = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Result<CustomerEventList>> HandleAsync(
        string customerId,
        Caller caller,
        ICustomerDirectory directory,
        ICustomerScope scope,
        ICustomerTexts texts,
        IProjections projections,
        IProjectionStore store,
        JournalTail journal,
        CancellationToken cancellation)
    {
        if (!directory.TryFindKey(customerId, out var key) || !await scope.CoversAsync(caller, key, cancellation))
        {
            return Problem.NotFound("customer", customerId);
        }

        await projections.WaitAsync(PartitionOptions.PartitionOf(key), Patience, cancellation);
        var views = new List<CustomerEventView>();
        foreach (var row in await store.ReadDecisionsOfAsync(key, Latest, cancellation))
        {
            if (row.Trigger is not (null or CampaignDue.EventType) && DecisionFormat.DecodeInputs(row.Inputs).Trigger is { } trigger)
            {
                var decision = new DecisionId(row.Partition, row.Sequence, row.Index).ToString();
                views.Add(CustomerEventView.Of(trigger.Type, trigger.At, trigger.Fields, decision, texts));
            }
        }

        var tail = await journal.ReadAsync(key, Latest, cancellation);
        foreach (var taken in tail.Events.Where(taken => taken.Type != CampaignDue.EventType))
        {
            var view = CustomerEventView.Of(taken.Type, taken.At, taken.Fields, decisionId: null, texts);
            if (!views.Exists(view.IsSameAs))
            {
                views.Add(view);
            }
        }

        return new CustomerEventList(
            customerId, tail.From, [.. views.OrderByDescending(view => view.At).ThenBy(view => view.Type, StringComparer.Ordinal).Take(Latest)]);
    }
}
