using Octant.Engine.Allocation;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>The problem that competing campaigns pose: options from the strategy, capacities from what is left of shared resources.</summary>
internal sealed class CompetitionProblem
{
    private CompetitionProblem(AllocationProblem problem, IReadOnlyList<CampaignOption> options, PolicyLimits policy) =>
        (Allocation, Options, Policy) = (problem, options, policy);

    public AllocationProblem Allocation { get; }

    /// <summary>In the order of the problem's options.</summary>
    public IReadOnlyList<CampaignOption> Options { get; }

    public PolicyLimits Policy { get; }

    public IReadOnlyList<(string Campaign, string Offering, string Channel)> Names =>
        [.. Options.Select(option => (option.Campaign, option.Offering.Id, option.Channel.Id))];

    /// <param name="request">Of those that compete on the day.</param>
    /// <param name="balances">What was granted of shared resources so far.</param>
    public static Result<CompetitionProblem> Of(AllocateRequest request, CompetitionDay day, Strategy strategy, Instant at, IReadOnlyList<ResourceBalance> balances)
    {
        var options = request.Campaigns
            .SelectMany(campaign => strategy.Campaign(campaign.Id)!.Options)
            .Where(option => request.Channels?.Any(channel => channel.Id == option.Channel.Id) is not false && day.Competes(option))
            .ToList();
        if (options.Count is 0 or > AllocationProblem.MostOptions)
        {
            return TooMany(options.Count);
        }

        var most = request.MostPerCustomer ?? 1;
        var policy = new PolicyLimits(strategy, options, at, most);
        var campaigns = request.Campaigns.Select(campaign => campaign.Id).ToList();
        var offerings = options.Select(option => option.Offering.Id).Distinct(StringComparer.Ordinal).ToList();
        var channels = options.Select(option => option.Channel.Id).Distinct(StringComparer.Ordinal).ToList();
        return new CompetitionProblem(
            new AllocationProblem(
                [.. options.Select(option => new AllocationOption(campaigns.IndexOf(option.Campaign), offerings.IndexOf(option.Offering.Id), channels.IndexOf(option.Channel.Id)))],
                most,
                [.. Resources(request, strategy, at, balances, options)],
                [
                    .. request.Campaigns.Where(campaign => campaign.Minimum > 0)
                        .Select(campaign => new MinimumVolume($"campaign {campaign.Id}", campaigns.IndexOf(campaign.Id), campaign.Minimum!.Value)),
                ],
                [.. policy.Limits, .. OwnLimits(request, options)]),
            options,
            policy);
    }

    private static Problem TooMany(int count) => Problem.Invalid(
        "campaigns", $"1 to {AllocationProblem.MostOptions} combinations of campaign, offering and channel; these have {count}");

    private static IEnumerable<SharedResource> Resources(
        AllocateRequest request, Strategy strategy, Instant at, IReadOnlyList<ResourceBalance> balances, List<CampaignOption> options)
    {
        var costs = options.ConvertAll(option => option.Channel.CostPerContact);
        if (request.Budget is { } budget)
        {
            yield return new SharedResource("budget", budget, costs);
        }

        var day = SharedResources.DayOf(strategy, at);
        foreach (var channel in options.Select(option => option.Channel).DistinctBy(channel => channel.Id))
        {
            var given = request.Channels?.FirstOrDefault(known => known.Id == channel.Id)?.Capacity;
            if (Least(given, Left(channel.DailyCapacity, $"channel/{channel.Id}", day)) is { } capacity)
            {
                yield return Counting($"channel {channel.Id}", capacity, option => option.Channel.Id == channel.Id);
            }
        }

        foreach (var campaign in request.Campaigns)
        {
            if (campaign.Maximum is { } maximum)
            {
                yield return Counting($"campaign {campaign.Id}", maximum, option => option.Campaign == campaign.Id);
            }

            if (Least(campaign.Budget, Left(strategy.Campaign(campaign.Id)!.Definition.Budget, $"budget/{campaign.Id}", "")) is { } money)
            {
                yield return new SharedResource(
                    $"budget of campaign {campaign.Id}", money, [.. options.Select((option, number) => option.Campaign == campaign.Id ? costs[number] : 0)]);
            }
        }

        foreach (var offering in options.Select(option => option.Offering).DistinctBy(offering => offering.Id))
        {
            if (Left(offering.Definition.Stock, $"stock/{offering.Id}", "") is { } stock)
            {
                yield return Counting($"stock of {offering.Id}", stock, option => option.Offering.Id == offering.Id);
            }
        }

        SharedResource Counting(string name, long capacity, Func<CampaignOption, bool> uses) =>
            new(name, capacity, [.. options.Select(option => uses(option) ? 1L : 0)]);

        long? Left(long? whole, string resource, string period) => whole is not { } all ? null
            : Math.Max(0, all - (balances.FirstOrDefault(balance => balance.Resource == resource && balance.Period == period)?.Granted ?? 0));
    }

    private static IEnumerable<ContactLimit> OwnLimits(AllocateRequest request, List<CampaignOption> options)
    {
        foreach (var channel in (request.Channels ?? []).Where(channel => channel.MostPerCustomer is not null))
        {
            yield return Limit($"channel {channel.Id}", channel.MostPerCustomer!.Value, option => option.Channel.Id == channel.Id);
        }

        foreach (var campaign in request.Campaigns.Where(campaign => campaign.MostPerCustomer is not null))
        {
            yield return Limit($"campaign {campaign.Id}", campaign.MostPerCustomer!.Value, option => option.Campaign == campaign.Id);
        }

        ContactLimit Limit(string name, int most, Func<CampaignOption, bool> counts) =>
            new(name, [.. Enumerable.Range(0, options.Count).Where(option => counts(options[option]))], most);
    }

    private static long? Least(long? one, long? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
}
