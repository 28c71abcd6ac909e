using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Operators;
using Octant.Platform.Insights.Steering;
using Octant.Server.Commands;

namespace Octant.Server.Demo;

/// <summary>
/// Brings the fictional province into a server over HTTP, as an operator would: what there is to know, to sell and to say
/// first, then the people, then the campaigns through their whole life cycle. Loading again changes nothing, so one that
/// broke off is simply started again.
/// </summary>
/// <param name="customers">How many.</param>
/// <param name="seed">The same seed, the same province.</param>
internal sealed class DemoLoader(OctantClient client, int customers, ulong seed, DateOnly today)
{
    private const int CustomersAtOnce = 10_000;

    /// <summary>Changes sent together share one new strategy.</summary>
    private const int ChangesAtOnce = 32;

    /// <summary>Whether the campaigns are live, which comes last.</summary>
    public async Task<bool> IsLoadedAsync(CancellationToken cancellation)
    {
        var page = await client.GetAsync<Page<CampaignDefinition>>($"/campaigns?limit={PageRequest.MostAtOnce}", cancellation);
        return DemoCampaigns.For(today).All(wanted => page.Items.Any(known => known.Id == wanted.Id && known.Status != CampaignStatus.Draft));
    }

    public Task LoadSettingsAsync(IWorkProgress progress, CancellationToken cancellation)
    {
        var steps = new List<Func<Task>[]>(DemoPeople.Units
            .GroupBy(unit => unit.Path.Count(character => character == '/'))
            .Select(depth => depth.Select(unit => Put("organisation/units", unit.Path, unit)).ToArray()))
        {
            (Func<Task>[])
            [
                .. DemoDictionary.Attributes.Select(attribute => Put("attributes", attribute.Name, new { attribute.Kind })),
                .. DemoDictionary.EventTypes.Select(type => Put("event-types", type.Type, type)),
                .. DemoDictionary.EventSources.Select(source => Put("event-sources", source.Id, new { source.Source, source.Lateness })),
                .. DemoDictionary.ContextFields.Select(field => Put("context-fields", field.Name, field)),
                .. DemoChannels.Channels.Select(channel => Put("channels", channel.Id, channel)),
            ],
        };
        steps.AddRange(ByReference(DemoCatalog.Offerings).Select(level => level.Select(offering => Put("offerings", offering.Id, offering)).ToArray()));
        steps.Add(
        [
            .. DemoDictionary.Policies.Select(policy => Put("contact-policies", policy.Id, policy)),
            .. DemoCatalog.Promotions.Select(promotion => Put("promotions", promotion.Id, promotion)),
            .. DemoChannels.Touchpoints.Select(touchpoint => Put("touchpoints", touchpoint.Id, touchpoint)),
            .. Province.Outlets.Select(outlet => Put("outlets", outlet.Id, outlet)),
            () => client.PutAsync("/settings", DemoDictionary.Settings, cancellation),
        ]);
        return RunAsync(steps, progress, cancellation);

        Func<Task> Put(string route, string id, object body) => () => client.PutAsync($"/{route}/{id}", body, cancellation);
    }

    /// <summary>Somebody of every role, all with this password.</summary>
    public async Task LoadOperatorsAsync(string password, IWorkProgress progress, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var found in DemoPeople.Operators)
        {
            await client.PutAsync($"/operators/{found.StaffNumber}", found, cancellation);
            await client.PutAsync($"/operators/{found.StaffNumber}/password", new PasswordSetting(password, MustChange: false), cancellation);
            progress.Report(++done, DemoPeople.Operators.Count);
        }
    }

    public async Task<long> LoadCustomersAsync(IWorkProgress progress, CancellationToken cancellation)
    {
        var accepted = 0L;
        for (var first = 1; first <= customers; first += CustomersAtOnce)
        {
            var (start, count) = (first, Math.Min(CustomersAtOnce, customers - first + 1));
            var report = await ImportCommand.SendAsync(
                client, () => DemoCustomers.Open(start, count, seed, today), "csv", DemoCustomers.IdColumn, define: null, progress: null, cancellation);
            if (report.Rejected > 0)
            {
                throw new InvalidOperationException($"A line of the demonstration was rejected: {report.Rejects[0].Field} {report.Rejects[0].Reason}");
            }

            accepted += report.Accepted;
            progress.Report(accepted, customers);
        }

        return accepted;
    }

    /// <summary>The steerings, and the customers of one of them on their lists.</summary>
    public async Task LoadSteeringsAsync(IWorkProgress progress, CancellationToken cancellation)
    {
        var steerings = DemoSteerings.For(today);
        var done = 0;
        foreach (var steering in steerings)
        {
            await client.PutAsync($"/channel-steerings/{steering.Id}", steering, cancellation);
            progress.Report(++done, steerings.Count + 1);
        }

        await client.PostAsync<SteeringExtraction>($"/channel-steerings/{DemoSteerings.Led}/extraction", null, cancellation);
        progress.Report(done + 1, steerings.Count + 1);
    }

    /// <summary>The campaigns, and only then the lanes, which hold for what is submitted from then on; a lane comes after those it waits for.</summary>
    public Task LaunchAsync(IWorkProgress progress, CancellationToken cancellation) =>
        RunAsync(
            [
                [.. DemoCampaigns.For(today).Select(campaign => (Func<Task>)(() => LaunchAsync(campaign, cancellation)))],
                .. DemoReviewLanes.All.OrderBy(lane => lane.After.Count)
                    .Select(lane => (Func<Task>[])[() => client.PutAsync($"/review-lanes/{lane.Id}", lane, cancellation)]),
            ],
            progress,
            cancellation);

    private async Task LaunchAsync(CampaignDefinition campaign, CancellationToken cancellation)
    {
        var path = $"/campaigns/{campaign.Id}";
        try
        {
            if ((await client.GetAsync<CampaignDefinition>(path, cancellation)).Status is not (CampaignStatus.Draft or CampaignStatus.Approved))
            {
                return;
            }
        }
        catch (RefusedException refused) when (refused.Status == System.Net.HttpStatusCode.NotFound)
        {
            // It is new.
        }

        await client.PutAsync(path, campaign, cancellation);
        if (DemoCampaigns.Plans.FirstOrDefault(plan => plan.Id == campaign.Id) is { } plan)
        {
            await client.PutAsync($"/campaign-plans/{campaign.Id}", plan, cancellation);
        }

        await client.PostAsync<CampaignDefinition>(path + "/submit", null, cancellation);
        await client.PostAsync<CampaignDefinition>(
            path + "/reviews", new ReviewRequest(ReviewLane.Default.Id, ReviewVerdict.Approve, null), cancellation);
        await client.PostAsync<CampaignDefinition>(path + "/launch", null, cancellation);
    }

    private static async Task RunAsync(IReadOnlyList<Func<Task>[]> steps, IWorkProgress progress, CancellationToken cancellation)
    {
        var total = steps.Sum(step => step.Length);
        var done = 0;
        foreach (var step in steps)
        {
            await Parallel.ForEachAsync(step, new ParallelOptions { MaxDegreeOfParallelism = ChangesAtOnce, CancellationToken = cancellation }, async (change, _) =>
            {
                await change();
                progress.Report(Interlocked.Increment(ref done), total);
            });
        }
    }

    /// <summary>Offerings in turns, so that what one refers to is there before it.</summary>
    private static List<List<Offering>> ByReference(IEnumerable<Offering> offerings)
    {
        var levels = new List<List<Offering>>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var left = offerings.ToList();
        while (left.Count > 0)
        {
            var level = left.FindAll(offering => offering.Requires.Concat(offering.UpgradesFrom).All(known.Contains));
            if (level.Count == 0)
            {
                throw new InvalidOperationException($"The offering {left[0].Id} refers to one that is not there.");
            }

            left.RemoveAll(level.Contains);
            known.UnionWith(level.Select(offering => offering.Id));
            levels.Add(level);
        }

        return levels;
    }
}
