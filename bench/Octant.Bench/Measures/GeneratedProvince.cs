using Octant.Bench.Generator;
using Octant.Engine.Calendar;
using Octant.Platform.Campaigns;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// A server over generated customers with generated rules in force, one live campaign each. Customers and catalogue come in by
/// HTTP; campaigns are laid into the back office while no server runs and come into force together, because launching ten
/// thousand one by one is not what is measured.
/// </summary>
internal static class GeneratedProvince
{
    public const string Channel = "web";

    private const int DocumentsPerCommit = 1_000;

    /// <summary>The server that is left running.</summary>
    public static async Task<OctantProcess> StartAsync(string folder, Database database, BenchRun run, int customers, int rules)
    {
        var settings = database.ConnectionString is { } connection ? new[] { ("Octant__Database", connection) } : [];
        run.Say($"{customers:N0} customers come in, {database.Name}");
        await using (var server = await OctantProcess.StartAsync(folder, settings))
        {
            using var client = ClientOf(server);
            await ImportAsync(client, run, customers);
            await RequireAsync(await client.PutAsJsonAsync($"/api/v1/channels/{Channel}", new { name = "Web", direction = "passive" }));
            await RequireAsync(await client.PutAsJsonAsync(
                "/api/v1/contact-policies/main", new { caps = new object[] { new { limit = 1_000, calendar = "day" }, new { limit = 10_000, calendar = "month" } } }));
            foreach (var offering in OctantText.Offerings)
            {
                await PutOfferingAsync(client, offering.Id, offering.Name, offering.Price);
            }

            await server.StopAsync();
        }

        run.Say($"{rules:N0} rules come into force");
        await using (var storage = await StorageDrivers.OpenAsync(folder, database.ConnectionString))
        {
            foreach (var chunk in run.Rules(rules).Chunk(DocumentsPerCommit))
            {
                var puts = chunk
                    .Select(rule => OctantText.Campaign(rule, Channel))
                    .Select(campaign => new DocumentPut(CampaignStorage.Kind, campaign.Id, DocumentReader<Engine.Decisions.CampaignDefinition>.Write(campaign), 0))
                    .ToArray();
                await storage.Documents.CommitAsync(new DocumentChanges { Puts = puts }, Instant.From(DateTimeOffset.UtcNow), CancellationToken.None);
            }
        }

        var started = await OctantProcess.StartAsync(folder, settings);
        try
        {
            // Any change of the catalogue publishes the strategy anew.
            using var client = ClientOf(started);
            await PutOfferingAsync(client, "P-last", "Last", 1);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    private static async Task ImportAsync(HttpClient client, BenchRun run, int customers)
    {
        using var file = new MemoryStream();
        new CustomerFile(run.Customers).WriteImport(file, 0, customers);
        file.Position = 0;
        using var content = new StreamContent(file);
        content.Headers.ContentType = new("text/csv");
        await RequireAsync(await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id&define=infer", content));
    }

    private static async Task PutOfferingAsync(HttpClient client, string id, string name, long price) =>
        await RequireAsync(await client.PutAsJsonAsync($"/api/v1/offerings/{id}", new { name, price }));

    private static HttpClient ClientOf(OctantProcess server)
    {
        var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Add("X-Api-Key", OctantProcess.AdministratorKey);
        return client;
    }

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
