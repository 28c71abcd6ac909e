using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Statistics;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Experiments;

/// <summary>
/// Counts customers by the arm in which a campaign first met them. Contacts would not do: who was offered something and took it is met
/// no more, while a customer of the holdout goes on to be counted.
/// </summary>
internal sealed class ExperimentChecks : IExperimentChecks, IDisposable
{
    private const string HeldOut = "held-out";
    private const string Offered = "offered";

    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(5);

    private readonly IPartitions _partitions;
    private readonly CurrentStrategy _current;
    private readonly KeptBriefly<IReadOnlyList<ExperimentCheck>> _checks;

    public ExperimentChecks(IPartitions partitions, CurrentStrategy current)
    {
        (_partitions, _current) = (partitions, current);
        _checks = new KeptBriefly<IReadOnlyList<ExperimentCheck>>(Moment, CheckAsync);
    }

    public async ValueTask<IReadOnlyList<ExperimentCheck>> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            // Nothing is kept of a moment in which there was nothing to count.
            return ExperimentsOf(_current) is { Count: > 0 } ? await _checks.GetAsync(cancellation) : [];
        }
        catch (Exception error) when (error is PartitionUnavailableException or OverloadException)
        {
            // A part of the customers says nothing about the whole.
            return [];
        }
    }

    public void Dispose() => _checks.Dispose();

    private static Dictionary<string, CompiledCampaign> ExperimentsOf(CurrentStrategy current) => !current.IsPublished ? [] :
        current.Value.Campaigns
            .Where(campaign => HasHoldout(campaign) || campaign.Options.Any(option => option.Variants.Length > 1))
            .ToDictionary(campaign => campaign.Definition.Id, StringComparer.Ordinal);

    private static bool HasHoldout(CompiledCampaign campaign) => campaign.Definition.HoldoutShare is > 0 and < 1;

    private async Task<IReadOnlyList<ExperimentCheck>> CheckAsync(CancellationToken cancellation)
    {
        var experiments = ExperimentsOf(_current);
        var strategy = _current.Value;
        var arms = new Dictionary<Arm, long>();
        for (var partition = 0; partition < PartitionOptions.PartitionCount; partition++)
        {
            foreach (var (arm, customers) in await _partitions.ReadAsync(partition, state => Count(state, strategy, experiments), cancellation))
            {
                arms[arm] = arms.GetValueOrDefault(arm) + customers;
            }
        }

        return [.. experiments.Values.OrderBy(campaign => campaign.Definition.Id, StringComparer.Ordinal).SelectMany(campaign => ChecksOf(campaign, arms))];
    }

    private static Dictionary<Arm, long> Count(PartitionState state, Strategy strategy, Dictionary<string, CompiledCampaign> experiments)
    {
        var arms = new Dictionary<Arm, long>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var customer in state.Customers.Values)
        {
            // Whoever is held out of all marketing is of neither arm.
            if (customer.Ledger.Count == 0 || strategy.GlobalHoldout.Holds(customer.Key))
            {
                continue;
            }

            met.Clear();
            foreach (var contact in customer.Ledger)
            {
                if (contact is { Source: null, Campaign: { } campaign } && experiments.ContainsKey(campaign) && met.Add(campaign))
                {
                    Add(arms, contact.State == ContactState.Ghost ? new Arm(campaign, "", "", HeldOut) : new Arm(campaign, "", "", Offered));
                    if (contact.State != ContactState.Ghost)
                    {
                        Add(arms, new Arm(campaign, contact.Offering ?? "", contact.Channel, contact.Variant));
                    }
                }
            }
        }

        return arms;
    }

    private static void Add(Dictionary<Arm, long> arms, Arm arm) => arms[arm] = arms.GetValueOrDefault(arm) + 1;

    private static IEnumerable<ExperimentCheck> ChecksOf(CompiledCampaign campaign, Dictionary<Arm, long> arms)
    {
        var id = campaign.Definition.Id;
        if (HasHoldout(campaign))
        {
            yield return Check(id, [SizeOf("", "", HeldOut), SizeOf("", "", Offered)], [campaign.Definition.HoldoutShare, 1 - campaign.Definition.HoldoutShare]);
        }

        foreach (var option in campaign.Options.Where(option => option.Variants.Length > 1))
        {
            yield return Check(
                id,
                [.. option.Variants.Select(variant => SizeOf(option.Offering.Id, option.Channel.Id, variant))],
                [.. option.Variants.Select(_ => 1.0)]);
        }

        long SizeOf(string offering, string channel, string arm) => arms.GetValueOrDefault(new Arm(id, offering, channel, arm));
    }

    private static ExperimentCheck Check(string campaign, long[] sizes, double[] shares) => new(campaign, sizes.Sum(), SampleRatio.Check(sizes, shares));

    /// <param name="Offering">Empty, as the channel, for the arms of the holdout.</param>
    /// <param name="Name">The wording's variant; of the holdout which of the two.</param>
    private readonly record struct Arm(string Campaign, string Offering, string Channel, string Name);
}
