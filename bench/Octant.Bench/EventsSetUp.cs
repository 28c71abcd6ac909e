using System.Globalization;

namespace Octant.Bench;

/// <summary>A type of event that a live campaign waits for, and one that nothing uses.</summary>
public static class EventsSetUp
{
    public const string UsedType = "usage.reported";
    public const string WantedType = "roaming.entered";
    public const string UnusedType = "cell.changed";

    public static IReadOnlyList<string> Places { get; } = [.. Enumerable.Range(0, 40).Select(number => string.Create(CultureInfo.InvariantCulture, $"hall-{number}"))];

    /// <summary>
    /// One campaign asks every event of the used type whether its amount is above a thousand, which none is. Another answers
    /// every event of the wanted type with a message.
    /// </summary>
    public static async Task LaunchAsync(HttpClient client)
    {
        var fields = new[] { new { name = "amount", kind = "number" }, new { name = "place", kind = "category" } };
        await PutAsync(client, "settings", new { });
        await PutAsync(client, "channels/sms", new { name = "SMS", direction = "active" });
        await PutAsync(client, "offerings/P-DATA", new { name = "Data pack", price = 1_000 });
        foreach (var type in (string[])[UsedType, WantedType, UnusedType])
        {
            await PutAsync(client, $"event-types/{type}", new { fields });
        }

        await LaunchAsync(client, "C-USED", new { eventType = UsedType, condition = "event.amount > 1000.0" });
        await LaunchAsync(client, "C-WANTED", new { eventType = WantedType });
    }

    public static async Task PutAsync(HttpClient client, string path, object body) => await RequireAsync(await client.PutAsJsonAsync($"/api/v1/{path}", body));

    public static async Task RequireAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    private static async Task LaunchAsync(HttpClient client, string id, object trigger)
    {
        await PutAsync(client, $"campaigns/{id}", new
        {
            name = id,
            @class = "service",
            offers = new[] { new { offering = "P-DATA", propensity = 0.1 } },
            channels = new[] { "sms" },
            trigger,
        });
        await RequireAsync(await client.PostAsync($"/api/v1/campaigns/{id}/submit", null));
        await RequireAsync(await client.PostAsJsonAsync($"/api/v1/campaigns/{id}/reviews", new { lane = "default", verdict = "approve" }));
        await RequireAsync(await client.PostAsync($"/api/v1/campaigns/{id}/launch", null));
    }
}
