using Octant.Platform.Decisions.Requests;
using Octant.Server.Commands;

namespace Octant.Server.Demo;

/// <summary>What to try: commands that can be copied, with customers looked up so that each shows something.</summary>
internal static class DemoTour
{
    private const int MostLookedAt = 400;

    /// <param name="how">How the commands find the server: <c>--server … --key …</c> or <c>--data …</c>.</param>
    public static async Task PrintAsync(OctantClient client, int customers, string how, CancellationToken cancellation)
    {
        var found = await FindAsync(client, Math.Min(customers, MostLookedAt), cancellation);
        Console.WriteLine();
        Console.WriteLine("What to try:");
        Show("How many could use 5G and do not", "count 'customer.fiveG && !owns(\"plan-5g-129\") && customer.dataUsageGb >= 15'");
        if (found.Offer is { } offer)
        {
            Show("An offer, four slots of the web home page", $"decide {offer} --channel web --touchpoint web-home");
            Show("Why these and not the others", $"decide {offer} --channel web --explain --dry-run");
        }

        if (found.Excluded is { } excluded)
        {
            Show("An offer that something owned excludes", $"decide {excluded} --channel app --explain --dry-run");
        }

        if (found.Silent is { } silent)
        {
            Show("Silence, and its reason", $"decide {silent} --channel sms --explain --dry-run");
        }

        Show("Every decision so far, made again byte by byte", "replay");

        void Show(string what, string command)
        {
            Console.WriteLine($"  # {what}");
            Console.WriteLine($"  {Program()} {command} {how}");
        }
    }

    /// <summary>How this program was started, as seen from here.</summary>
    private static string Program()
    {
        var process = Environment.ProcessPath ?? "octant";
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? $"dotnet {FromHere(typeof(DemoTour).Assembly.Location)}" : FromHere(process);
    }

    private static string FromHere(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : Path.Combine(".", relative);
    }

    /// <summary>Looks at the first customers without leaving a trace.</summary>
    private static async Task<(string? Offer, string? Excluded, string? Silent)> FindAsync(OctantClient client, int customers, CancellationToken cancellation)
    {
        var (offer, excluded, silent) = ((string?)null, (string?)null, (string?)null);
        for (var number = 1; number <= customers && (offer is null || excluded is null || silent is null); number++)
        {
            var customer = DemoCustomers.IdOf(number);
            if (offer is null || excluded is null)
            {
                var web = await TryAsync(DemoChannels.Web, customer);
                offer ??= web.Recommendations.Count >= 3 ? customer : null;
                excluded ??= web.Explanation!.Campaigns.Any(campaign => campaign.Reason == Engine.Reasons.ExcludedByOwned) ? customer : null;
            }

            silent ??= (await TryAsync(DemoChannels.Sms, customer)).Silence is Engine.Reasons.ConsentRefused ? customer : null;
        }

        return (offer, excluded, silent);

        Task<DecisionAnswer> TryAsync(string channel, string customer) =>
            client.PostAsync<DecisionAnswer>(
                "/decisions", new DecideRequest(null, customer, channel, channel == DemoChannels.Web ? "web-home" : null, null, null, null, DryRun: true, Explain: true), cancellation);
    }
}
