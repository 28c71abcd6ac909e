using System.Diagnostics;
using System.Globalization;
using System.Text;
using Octant.Bench.Peers;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>One store through the whole product: import, decisions beside the echo, events, memory, recovery after kill −9.</summary>
public sealed class ServerRun : IMeasure
{
    private const int Connections = 32;
    private const int EventsPerBatch = 500;

    public IReadOnlyList<string> Figures => ["server"];

    public string What => "import, decisions, events and recovery of a whole server, on every store";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(60) + (6 * (size.WarmUp + size.Window));

    public async Task RunAsync(BenchRun run)
    {
        using var cluster = await Databases.TryStartPostgresAsync();
        foreach (var database in Databases.Of(cluster))
        {
            await MeasureAsync(database, run);
        }
    }

    private static async Task MeasureAsync(Database database, BenchRun run)
    {
        var size = run.Size;
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        var settings = database.ConnectionString is { } connection ? new[] { ("Octant__Database", connection) } : [];
        try
        {
            await using (var server = await OctantProcess.StartAsync(folder, settings))
            {
                using var client = ClientOf(server);
                var empty = MemoryOf(server);
                await ImportAsync(client, database, size, run);
                run.Add($"memory, process, {database.Name}", "resident growth per customer after import", (MemoryOf(server) - empty) / (double)size.Customers, "bytes");
                await LaunchAsync(client);
                await DecideAsync(server, database, size, run);
                await SendEventsAsync(server, database, size, run);
                await server.KillAsync();
            }

            await RecoverAsync(folder, settings, database, size, run);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(HttpClient client, Database database, BenchSize size, BenchRun run)
    {
        var csv = Encoding.UTF8.GetBytes(Province.Csv(size.Customers));
        var watch = Stopwatch.StartNew();
        using var content = new ByteArrayContent(csv);
        content.Headers.ContentType = new("text/csv");
        await RequireAsync(await client.PostAsync("/api/v1/customers/import?format=csv&idColumn=id&define=infer", content));
        run.Add($"import, {database.Name}", "CSV rows of 20 attributes over HTTP, durable", size.Customers / watch.Elapsed.TotalSeconds, "rows/s");
    }

    private static async Task LaunchAsync(HttpClient client)
    {
        await PutAsync(client, "channels/web", new { name = "Web", direction = "passive" });
        await PutAsync(client, "event-types/bill.query", new { role = "complaint", fields = new[] { new { name = "change", kind = "category" }, new { name = "case", kind = "category" } } });
        await PutAsync(client, "contact-policies/main", new { caps = new object[] { new { limit = 1_000, calendar = "day" }, new { limit = 10_000, calendar = "month" } } });
        for (var i = 0; i < 40; i++)
        {
            await PutAsync(client, $"offerings/P-{i}", new { name = $"Pack {i}", price = 1_000 + (i * 100) });
        }

        for (var i = 0; i < Province.Campaigns; i++)
        {
            var id = $"C-{i:D2}";
            await RequireAsync(await client.PostAsJsonAsync("/api/v1/campaigns", new
            {
                id,
                name = $"Campaign {i}",
                audience = Province.Audience(i),
                eligibility = Province.Eligibility(i),
                offers = new[] { new { offering = $"P-{i}", propensity = 0.01 * (i + 1) }, new { offering = $"P-{i + 20}", propensity = 0.02 } },
                channels = new[] { "web" },
            }));
            await RequireAsync(await client.PostAsync($"/api/v1/campaigns/{id}/submit", null));
            await RequireAsync(await client.PostAsJsonAsync($"/api/v1/campaigns/{id}/reviews", new { lane = "default", verdict = "approve" }));
            await RequireAsync(await client.PostAsync($"/api/v1/campaigns/{id}/launch", null));
        }
    }

    private static async Task DecideAsync(OctantProcess server, Database database, BenchSize size, BenchRun run)
    {
        byte[] Body(int number) => Encoding.UTF8.GetBytes(
            $$"""{"requestId":"b-{{number}}","customerId":"{{Province.CustomerId(number % size.Customers)}}","channel":"web","limit":1}""");

        var echo = await EchoAsync(Body, size);
        var ours = await LoadClient.RunAsync(server.Address, "/api/v1/decisions", OctantProcess.AdministratorKey, Body, Connections, size.WarmUp, size.Window);
        run.Add(
            $"decisions over HTTP, {database.Name}",
            $"durable, {Province.Campaigns} campaigns, {size.Customers} customers, {Connections} connections; peer: empty JSON echo",
            ours.PerSecond,
            echo.PerSecond,
            "requests/s",
            Better.Higher);
        run.Add($"decision p50, {database.Name}", "over HTTP", ours.Percentile(0.50), echo.Percentile(0.50), "ms", Better.Lower);
        run.Add($"decision p99, {database.Name}", "over HTTP", ours.Percentile(0.99), echo.Percentile(0.99), "ms", Better.Lower);
    }

    private static async Task<Load> EchoAsync(Func<int, byte[]> body, BenchSize size)
    {
        await using var echo = await Echo.StartAsync();
        return await LoadClient.RunAsync(echo.Address, "/", "", body, Connections, size.WarmUp, size.Window);
    }

    private static async Task SendEventsAsync(OctantProcess server, Database database, BenchSize size, BenchRun run)
    {
        byte[] Body(int batch)
        {
            var text = new StringBuilder("[");
            for (var i = 0; i < EventsPerBatch; i++)
            {
                var number = (batch * EventsPerBatch) + i;
                text.Append(i == 0 ? "" : ",").Append(
                    CultureInfo.InvariantCulture,
                    $$$"""{"specversion":"1.0","id":"e-{{{number}}}","source":"bench","type":"bill.query","subject":"{{{Province.CustomerId(number % size.Customers)}}}","time":"{{{DateTimeOffset.UtcNow:O}}}","data":{"case":"c","change":"{{{(number % 2 == 0 ? "opened" : "closed")}}}"}}""");
            }

            return Encoding.UTF8.GetBytes(text.Append(']').ToString());
        }

        var load = await LoadClient.RunAsync(server.Address, "/api/v1/events", OctantProcess.AdministratorKey, Body, 4, size.WarmUp, size.Window);
        run.Add($"events over HTTP, {database.Name}", $"CloudEvents in batches of {EventsPerBatch}, each changing a customer, durable", load.PerSecond * EventsPerBatch, "events/s");
    }

    private static async Task RecoverAsync(string folder, (string, string)[] settings, Database database, BenchSize size, BenchRun run)
    {
        var watch = Stopwatch.StartNew();
        await using var server = await OctantProcess.StartAsync(folder, settings);
        run.Add($"recovery, {database.Name}", $"process start to ready after kill −9, {size.Customers} customers and all of the above", watch.Elapsed.TotalSeconds, "s");
    }

    private static HttpClient ClientOf(OctantProcess server)
    {
        var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Add("X-Api-Key", OctantProcess.AdministratorKey);
        return client;
    }

    private static long MemoryOf(OctantProcess server)
    {
        using var process = Process.GetProcessById(server.Id);
        return process.WorkingSet64;
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
