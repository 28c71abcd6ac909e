using System.Globalization;
using System.Text;

namespace Octant.Bench.Measures;

/// <summary>Brings the province of the benchmark into a running server: customers, catalogue, policy and live campaigns.</summary>
internal static class ProvinceSetUp
{
    public static async Task ImportAsync(HttpClient client, int customers)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Province.Csv(customers)));
        content.Headers.ContentType = new("text/csv");
        await RequireAsync(await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id&define=infer", content));
    }

    public static async Task LaunchAsync(HttpClient client, int campaigns)
    {
        await PutAsync(client, "channels/web", new { name = "Web", direction = "passive" });
        await PutAsync(client, "contact-policies/main", new { caps = new object[] { new { limit = 1_000, calendar = "day" }, new { limit = 10_000, calendar = "month" } } });
        for (var i = 0; i < 40; i++)
        {
            await PutAsync(client, $"offerings/P-{i}", new { name = $"Pack {i}", price = 1_000 + (i * 100) });
        }

        for (var i = 0; i < campaigns; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"C-{i:D5}");
            await RequireAsync(await client.PostAsJsonAsync("/api/v1/campaigns", new
            {
                id,
                name = $"Campaign {i}",
                audience = Province.Audience(i % 50),
                eligibility = Province.Eligibility(i % 50),
                offers = new[] { new { offering = $"P-{i % 40}", propensity = 0.01 * ((i % 97) + 1) }, new { offering = $"P-{(i + 20) % 40}", propensity = 0.02 } },
                channels = new[] { "web" },
            }));
            await RequireAsync(await client.PostAsync($"/api/v1/campaigns/{id}/submit", null));
            await RequireAsync(await client.PostAsJsonAsync($"/api/v1/campaigns/{id}/reviews", new { lane = "default", verdict = "approve" }));
            await RequireAsync(await client.PostAsync($"/api/v1/campaigns/{id}/launch", null));
        }
    }

    private static async Task PutAsync(HttpClient client, string path, object body) => await RequireAsync(await client.PutAsJsonAsync($"/api/v1/{path}", body));

    private static async Task RequireAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }
}
