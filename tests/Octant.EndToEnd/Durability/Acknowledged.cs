using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>One thing that was answered with success, and how to ask whether it is still there.</summary>
/// <param name="What">For messages.</param>
/// <param name="FindLossAsync">What is wrong with it now; null when nothing is.</param>
public sealed record Acknowledgement(string What, Func<ApiClient, Task<string?>> FindLossAsync);

/// <summary>Everything the server has acknowledged to the load, as the load remembers it.</summary>
public sealed class Acknowledged
{
    private const int ChecksAtOnce = 16;

    public ConcurrentQueue<Acknowledgement> All { get; } = [];

    /// <summary>Decision id → recommendations as answered.</summary>
    public ConcurrentDictionary<string, JsonArray> Decisions { get; } = new(StringComparer.Ordinal);

    /// <summary>Recommendation id/outcome.</summary>
    public ConcurrentDictionary<string, string> Responses { get; } = new(StringComparer.Ordinal);

    /// <summary>Event ids.</summary>
    public ConcurrentDictionary<string, bool> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of contacts made elsewhere.</summary>
    public ConcurrentDictionary<string, bool> Contacts { get; } = new(StringComparer.Ordinal);

    /// <summary>Recommendation id → times it was handed out by a claim.</summary>
    public ConcurrentDictionary<string, int> Claims { get; } = new(StringComparer.Ordinal);

    /// <summary>Recommendation id → sent or failed.</summary>
    public ConcurrentDictionary<string, string> Receipts { get; } = new(StringComparer.Ordinal);

    /// <summary>Customer → consent and arpu as acknowledged last.</summary>
    public ConcurrentDictionary<string, (string? Consent, double? Arpu)> Customers { get; } = new(StringComparer.Ordinal);

    public void Add(string what, Func<ApiClient, Task<string?>> findLoss) => All.Enqueue(new Acknowledgement(what, findLoss));

    public void AddAgain(string path, string body, Func<JsonNode, bool> wasKnown, string mediaType = "application/json") =>
        Add($"{path} {body}", async client =>
        {
            var again = await client.PostAsync(path, body, mediaType);
            return again.Succeeded && wasKnown(again.Json) ? null : $"{(int)again.Status} {again.Body}";
        });

    /// <summary>What of these acknowledgements is lost; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> FindLossesAsync(ApiClient client, IEnumerable<Acknowledgement> acknowledgements)
    {
        var losses = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(acknowledgements, new ParallelOptions { MaxDegreeOfParallelism = ChecksAtOnce }, async (one, _) =>
        {
            if (await one.FindLossAsync(client) is { } loss)
            {
                losses.Enqueue($"{one.What}: {loss}");
            }
        });
        return [.. losses];
    }

    /// <summary>Customers whose consent or attribute is not what was acknowledged last.</summary>
    public async Task<IReadOnlyList<string>> FindLostCustomersAsync(ApiClient client) =>
        await FindLossesAsync(client, Customers.Select(pair => new Acknowledgement(pair.Key, asking => FindCustomerLossAsync(asking, pair.Key, pair.Value))));

    private static async Task<string?> FindCustomerLossAsync(ApiClient client, string customerId, (string? Consent, double? Arpu) last)
    {
        var answer = await client.GetAsync($"/api/v1/customers/{customerId}");
        if (!answer.Succeeded)
        {
            return $"{(int)answer.Status} {answer.Body}";
        }

        var arpu = (double?)answer.Json["attributes"]?["arpu"];
        var consent = (string?)(answer.Json["consents"] as JsonArray ?? [])
            .FirstOrDefault(one => (string?)one?["class"] == "marketing")?["state"];
        return (last.Arpu is null || arpu == last.Arpu) && (last.Consent is null || consent == last.Consent)
            ? null
            : $"arpu {arpu} and consent {consent} instead of {last}";
    }
}
