using Octant.Engine.Channels;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Insights;

/// <summary>The whole view of a customer, for the person or system that serves them.</summary>
public sealed class ReadCustomer(
    ICustomerDirectory directory,
    ICustomerDictionary dictionary,
    ICustomerTexts texts,
    ICustomerScope scope,
    IPartitions partitions,
    IProjections projections,
    IProjectionStore store,
    ISurveyStore surveys)
{
    private const int Latest = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="masked">True: telephone numbers are masked for the entitled, too, so that no look is taken that nobody wants.</param>
    public static async Task<Result<CustomerView>> HandleAsync(
        string customerId, Caller caller, ReadCustomer read, CancellationToken cancellation, bool masked = false)
    {
        if (!read.Directory.TryFindKey(customerId, out var key))
        {
            return Problem.NotFound("customer", customerId);
        }

        return await read.ReadAsync(customerId, key, caller, masked, cancellation);
    }

    private ICustomerDirectory Directory { get; } = directory;

    private async Task<Result<CustomerView>> ReadAsync(string customerId, long key, Caller caller, bool masked, CancellationToken cancellation)
    {
        var attributes = await dictionary.ReadAttributesAsync(cancellation);
        var customer = await partitions.ReadCustomerAsync(
            key,
            (state, found) => found is null
                ? null
                : CustomerCopy.Of(found, attributes, channel => state.Strategy?.Channel(channel)?.Direction == ChannelDirection.Passive),
            cancellation);
        if (customer is null || !await scope.CoversAsync(caller, key, cancellation))
        {
            return Problem.NotFound("customer", customerId);
        }

        await projections.WaitAsync(PartitionOptions.PartitionOf(key), Patience, cancellation);
        if (masked)
        {
            return ViewOf(customerId, customer, await texts.ReadMaskedAsync(key, cancellation), await ReadHistoryAsync(key, cancellation));
        }

        return (await texts.ReadAsync(caller, key, cancellation)).TryGet(out var shown, out var problem)
            ? ViewOf(customerId, customer, shown, await ReadHistoryAsync(key, cancellation))
            : problem;
    }

    private async Task<History> ReadHistoryAsync(long key, CancellationToken cancellation) => new(
        [.. (await store.ReadDecisionsOfAsync(key, Latest, cancellation)).Select(DecisionView.Of)],
        [.. (await store.ReadContactsOfAsync(key, Latest, cancellation)).Select(ContactView.Of)],
        [.. (await store.ReadResponsesOfAsync(key, Latest, cancellation)).Select(ResponseView.Of)],
        [.. (await surveys.ReadOfAsync(key, Latest, cancellation)).Select(SurveyView.Of)]);

    private static CustomerView ViewOf(string customerId, CustomerCopy customer, IReadOnlyDictionary<string, string> texts, History history) =>
        new(
            customerId,
            customer.Status,
            customer.Attributes,
            texts,
            customer.Tags,
            customer.Products,
            customer.Consents,
            customer.Lists,
            customer.OpenCases,
            customer.Habits,
            history.Decisions,
            history.Contacts,
            history.Responses,
            history.Surveys);

    private sealed record History(
        IReadOnlyList<DecisionView> Decisions, IReadOnlyList<ContactView> Contacts, IReadOnlyList<ResponseView> Responses, IReadOnlyList<SurveyView> Surveys);
}
