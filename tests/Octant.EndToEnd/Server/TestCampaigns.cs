using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Octant.EndToEnd.Server;

/// <summary>Sets a small platform up over HTTP: channels, offerings, policies, campaigns, customers.</summary>
public static class TestCampaigns
{
    /// <summary>A passive channel, an active one, and one offering each for asking, for sending and for events.</summary>
    public static async Task SetUpAsync(ApiClient client, string caps)
    {
        await PutAsync(client, "attributes/arpu", """{"kind": "number"}""");
        await PutAsync(client, "channels/web", """{"name": "Web", "family": "electronic", "direction": "passive"}""");
        await PutAsync(client, "channels/sms", """{"name": "SMS", "family": "electronic", "direction": "active"}""");
        foreach (var offering in (string[])["P-WEB", "P-SMS", "P-ROAM"])
        {
            await PutAsync(client, $"offerings/{offering}", $$"""{"name": "{{offering}}", "type": "addOn", "status": "active", "price": 1000, "value": 500}""");
        }

        await PutAsync(client, "contact-policies/standard", $$"""{"name": "Standard", "caps": {{caps}} }""");
    }

    /// <summary>Drafts, submits, approves and launches a campaign of one offering in one channel.</summary>
    /// <param name="more">Further members, each with a comma before it.</param>
    public static async Task LaunchAsync(ApiClient client, string id, string offering, string channel, string more = "")
    {
        (await client.PostAsync(
            "/api/v1/campaigns",
            $$"""
            {
              "id": "{{id}}", "name": "{{id}}", "offers": [{ "offering": "{{offering}}", "propensity": 0.2 }], "channels": ["{{channel}}"],
              "treatments": [{ "text": "An offer for you." }], "start": "2026-01-01T00:00:00Z", "end": "2099-01-01T00:00:00Z"{{more}}
            }
            """)).RequireSuccess();
        (await client.PostAsync($"/api/v1/campaigns/{id}/submit", "")).RequireSuccess();
        (await client.PostAsync($"/api/v1/campaigns/{id}/reviews", """{"lane": "default", "verdict": "approve"}""")).RequireSuccess();
        (await client.PostAsync($"/api/v1/campaigns/{id}/launch", "")).RequireSuccess();
    }

    /// <summary>Imports customers with these identifiers and an <c>arpu</c> of their own.</summary>
    public static async Task ImportAsync(ApiClient client, IEnumerable<string> customerIds)
    {
        var lines = new StringBuilder("id,arpu\n");
        var number = 0;
        foreach (var customerId in customerIds)
        {
            lines.AppendLine(CultureInfo.InvariantCulture, $"{customerId},{10 + (number++ % 90)}");
        }

        var report = (await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id", lines.ToString(), "text/csv")).RequireSuccess().Json;
        Assert.Equal(number, (int)report["created"]!);
    }

    public static string Decide(string requestId, string customerId, string channel) =>
        new JsonObject { ["requestId"] = requestId, ["customerId"] = customerId, ["channel"] = channel }.ToJsonString();

    public static async Task PutAsync(ApiClient client, string path, string body) => (await client.PutAsync($"/api/v1/{path}", body)).RequireSuccess();
}
