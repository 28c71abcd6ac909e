using System.Runtime.InteropServices;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Matching;

/// <summary>By what a channel is preferred for a customer.</summary>
public enum PreferredBy
{
    /// <summary>High value: the customer's own habit.</summary>
    Habit,

    /// <summary>The channel that costs least, because the customer is not of high value.</summary>
    Cost,

    /// <summary>High value, but too little is known of the habit: the channel that costs least.</summary>
    CostWithoutHabit,
}

/// <summary>An offering a customer might want.</summary>
/// <param name="Channel">The preferred of the channels that carry it; null when none does.</param>
public sealed record CustomerProspect(string Offering, string Name, Tier Tier, string? Channel, PreferredBy? By);

/// <summary>A cluster the customer meets.</summary>
/// <param name="Owned">What they have of it.</param>
/// <param name="ByBehaviour">Whether they behave like its customers.</param>
/// <param name="Prospects">What they have not, gold first.</param>
public sealed record CustomerCluster(string Cluster, IReadOnlyList<string> Owned, bool ByBehaviour, IReadOnlyList<CustomerProspect> Prospects);

/// <summary>Products and channels for one customer. What they would be offered now, a decision says.</summary>
/// <param name="HighValue">Null when nobody has said who is, or not enough is known of the customer.</param>
/// <param name="Marketing">Where they answer offers, the most first.</param>
/// <param name="Service">Where they see to their own affairs.</param>
public sealed record CustomerMatch(
    string CustomerId,
    bool? HighValue,
    IReadOnlyList<ChannelHabit> Marketing,
    IReadOnlyList<ChannelHabit> Service,
    int MinimumEvidence,
    IReadOnlyList<CustomerCluster> Clusters);

/// <summary>Customer, product and channel brought together: the clusters a customer meets, what they lack of each, and by which channel.</summary>
public static class MatchCustomer
{
    public static async Task<Result<CustomerMatch>> HandleAsync(
        string customerId,
        Caller caller,
        CurrentStrategy current,
        ProductClusterResource clusters,
        ICustomerDictionary dictionary,
        ICustomerDirectory directory,
        ICustomerScope scope,
        IPartitions partitions,
        CancellationToken cancellation)
    {
        if (!directory.TryFindKey(customerId, out var key) || !await scope.CoversAsync(caller, key, cancellation))
        {
            return Problem.NotFound("customer", customerId);
        }

        var schema = await dictionary.ReadSchemaAsync(cancellation);
        var known = (await clusters.Reader.ReadAllAsync(cancellation)).ToDictionary(
            cluster => cluster.Id,
            cluster => cluster.Behaviour is { } text ? ExpressionCompiler.Compile(text, schema).Expression : null,
            StringComparer.Ordinal);
        var strategy = current.Value;
        var found = await partitions.ReadCustomerAsync(
            key, (state, customer) => customer is null ? null : Match(customerId, strategy, known, state, customer), cancellation);
        return found is null ? Problem.NotFound("customer", customerId) : found;
    }

    private static CustomerMatch Match(
        string customerId, Strategy strategy, Dictionary<string, CompiledExpression?> clusters, PartitionState state, CustomerState customer)
    {
        bool? highValue = strategy.HighValue is { } expression ? Holds(expression) : null;
        var ledger = customer.Ledger.AsSpan();
        var marketing = PreferredChannel.MarketingHabitsOf(ledger);
        var service = PreferredChannel.ServiceHabitsOf(ledger, channel => strategy.Channel(channel)?.Direction == ChannelDirection.Passive);
        var met = new List<CustomerCluster>();
        foreach (var members in strategy.Definition.Offerings.Where(offering => offering.Cluster is not null).GroupBy(offering => offering.Cluster!, StringComparer.Ordinal))
        {
            string[] owned = [.. members.Where(offering => customer.Owns(offering.Id)).Select(offering => offering.Id)];
            var behaves = clusters.GetValueOrDefault(members.Key) is { } behaviour && Holds(behaviour) == true;
            if (owned.Length > 0 || behaves)
            {
                var open = members.Where(offering => offering.Status == OfferingStatus.Active && !customer.Owns(offering.Id));
                met.Add(new CustomerCluster(members.Key, owned, behaves, [.. open.Select(ProspectOf).OrderBy(prospect => prospect.Tier).ThenBy(prospect => prospect.Offering, StringComparer.Ordinal)]));
            }
        }

        return new CustomerMatch(
            customerId,
            highValue,
            InOrder(marketing),
            InOrder(service),
            PreferredChannel.MinimumEvidence,
            [.. met.OrderBy(cluster => cluster.Cluster, StringComparer.Ordinal)]);

        bool? Holds(CompiledExpression condition) => CustomerCondition.Evaluate(condition, strategy, customer, state.Now, state.Observations) switch
        {
            Truth.True => true,
            Truth.False => false,
            _ => null,
        };

        CustomerProspect ProspectOf(Offering offering)
        {
            Channel[] carrying = [.. strategy.Definition.Channels.Where(channel => ChannelFit.Test(offering.Needs, channel.Abilities).Verdict != FitVerdict.CannotCarry)];
            var byHabit = highValue == true
                ? PreferredChannel.Of(highValue: true, carrying, CollectionsMarshal.AsSpan(marketing), PreferredChannel.MinimumEvidence)
                : null;
            var channel = byHabit ?? PreferredChannel.Of(highValue: false, carrying, [], PreferredChannel.MinimumEvidence);
            PreferredBy? by = channel is null ? null : byHabit is not null ? PreferredBy.Habit : highValue == true ? PreferredBy.CostWithoutHabit : PreferredBy.Cost;
            return new CustomerProspect(offering.Id, offering.Name, Tiers.Of(offering), channel, by);
        }
    }

    private static ChannelHabit[] InOrder(List<ChannelHabit> habits) =>
        [.. habits.OrderByDescending(habit => habit.Times).ThenBy(habit => habit.Channel, StringComparer.Ordinal)];
}
