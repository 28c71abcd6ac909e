using Octant.EndToEnd.Server;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage;

namespace Octant.EndToEnd.Durability;

/// <summary>Compares what the server holds with what it acknowledged: nothing less, and nothing twice.</summary>
public static class Books
{
    private const int MostContacts = 100_000;

    private static readonly string[] CountingStates = ["pending", "unconfirmed", "sent"];

    /// <summary>What the figures of all campaigns have that the acknowledgements do not explain; empty when nothing.</summary>
    public static async Task<IReadOnlyList<string>> FindDifferencesAsync(ApiClient client, Acknowledged acknowledged)
    {
        var differences = new List<string>();
        var offered = acknowledged.Decisions.Values.SelectMany(list => list).ToLookup(one => (string)one!["campaignId"]!, one => (string)one!["recommendationId"]!);
        foreach (var campaign in (string[])["C-WEB", "C-SMS", Load.TriggerCampaign])
        {
            var figures = (await client.GetAsync($"/api/v1/campaigns/{campaign}/figures")).RequireSuccess().Json;
            var planned = campaign == Load.TriggerCampaign ? acknowledged.Events.Count : offered[campaign].Count();
            Compare(differences, $"{campaign} planned", planned, (int)figures["planned"]!);
            if (!(bool)figures["balanced"]!)
            {
                differences.Add($"{campaign} is not balanced: {figures.ToJsonString()}");
            }

            var ids = offered[campaign].ToHashSet(StringComparer.Ordinal);
            foreach (var outcome in (string[])["clicked", "interested", "shown"])
            {
                var expected = acknowledged.Responses.Count(pair => pair.Value == outcome && ids.Contains(pair.Key[..pair.Key.IndexOf('/', StringComparison.Ordinal)]));
                Compare(differences, $"{campaign} {outcome}", expected, (int)figures["responses"]![outcome]!);
            }
        }

        differences.AddRange(acknowledged.Claims.Where(pair => pair.Value > 1).Select(pair => $"{pair.Key} was handed out {pair.Value} times"));
        return differences;
    }

    /// <summary>What is wrong in a folder that no server uses: damage, gaps, decisions that do not replay, caps exceeded.</summary>
    public static async Task<IReadOnlyList<string>> FindFaultsAsync(string dataFolder, string? database, Acknowledged acknowledged)
    {
        await using var storage = await StorageDrivers.OpenAsync(dataFolder, database);
        var faults = new List<string>((await storage.InspectAsync(CancellationToken.None)).Problems);
        await CheckDecisionsAsync(storage, acknowledged, faults);
        var contacts = await ReadContactsAsync(storage);
        CheckCaps(contacts, acknowledged, faults);
        var reported = contacts.Keys.Count(id => id.Contains('/', StringComparison.Ordinal));
        Compare(faults, "contacts made elsewhere", acknowledged.Contacts.Count, reported);
        // Whoever answers has seen it: a response to a contact whose sending was reported as failed makes it sent after all.
        var answered = acknowledged.Responses.Keys.Select(response => response[..response.IndexOf('/', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        foreach (var (recommendation, result) in acknowledged.Receipts)
        {
            var expected = answered.Contains(recommendation) ? "sent" : result;
            if (!contacts.TryGetValue(recommendation, out var row) || row.State != expected)
            {
                faults.Add($"{recommendation} was settled as {result} and is {contacts.GetValueOrDefault(recommendation)?.State}");
            }
        }

        return faults;
    }

    /// <summary>Replays every decision.</summary>
    private static async Task CheckDecisionsAsync(IStorage storage, Acknowledged acknowledged, List<string> faults)
    {
        var archive = new StrategyArchive(storage.Documents);
        var (asked, triggered) = (0, 0);
        await foreach (var row in storage.Projections.ReadDecisionsAsync(
            Engine.Calendar.Instant.MinValue, Engine.Calendar.Instant.MaxValue, CancellationToken.None))
        {
            var id = new DecisionId(row.Partition, row.Sequence, row.Index).ToString();
            var strategy = await archive.ReadAsync(row.StrategyVersion, CancellationToken.None);
            if (DecisionReplay.Replay(strategy, row.EngineVersion, row.Inputs, row.Result) is { Verdict: not ReplayVerdict.Same } replay)
            {
                faults.Add($"{id} replays as {replay.Verdict}: {string.Join("; ", replay.Differences)}{replay.Problem}");
            }

            if (row.Trigger is null)
            {
                asked++;
                if (!acknowledged.Decisions.ContainsKey(id))
                {
                    faults.Add($"{id} was made for a request that got another decision");
                }
            }
            else
            {
                triggered++;
            }
        }

        Compare(faults, "decisions", acknowledged.Decisions.Count, asked);
        Compare(faults, "decisions set off by events", acknowledged.Events.Count, triggered);
    }

    private static async Task<Dictionary<string, ContactRow>> ReadContactsAsync(IStorage storage)
    {
        var contacts = new Dictionary<string, ContactRow>(StringComparer.Ordinal);
        await foreach (var customer in storage.Identities.ReadAllAsync(CancellationToken.None))
        {
            foreach (var contact in await storage.Projections.ReadContactsOfAsync(customer.Key, MostContacts, CancellationToken.None))
            {
                contacts.Add(contact.Id, contact);
            }
        }

        return contacts;
    }

    /// <summary>
    /// At most one granted contact within two hours and four a day, of those that count. A sending reported as failed gave its place
    /// back, perhaps to another; where a response showed later that it was seen after all, it counts, but was not granted twice.
    /// </summary>
    private static void CheckCaps(Dictionary<string, ContactRow> contacts, Acknowledged acknowledged, List<string> faults)
    {
        var window = TimeSpan.FromHours(2);
        var counting = contacts.Values.Where(row =>
            row.Campaign != Load.TriggerCampaign && !row.Id.Contains('/', StringComparison.Ordinal) && CountingStates.Contains(row.State, StringComparer.Ordinal)
            && acknowledged.Receipts.GetValueOrDefault(row.Id) != "failed");
        foreach (var customer in counting.GroupBy(row => row.CustomerKey))
        {
            var at = customer.Select(row => row.CountsAt.ToDateTimeOffset()).Order().ToList();
            for (var i = 1; i < at.Count; i++)
            {
                if (at[i] - at[i - 1] < window)
                {
                    faults.Add($"The cap of two hours is exceeded at {at[i]:O}, after {at[i - 1]:O}");
                }
            }

            faults.AddRange(at.GroupBy(time => time.UtcDateTime.Date).Where(day => day.Count() > 4).Select(day => $"The cap of a day is exceeded on {day.Key:d}"));
        }
    }

    private static void Compare(List<string> differences, string what, int expected, int actual)
    {
        if (expected != actual)
        {
            differences.Add($"{what}: {actual} instead of {expected}");
        }
    }
}
