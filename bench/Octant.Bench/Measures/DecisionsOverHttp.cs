using System.Diagnostics;
using System.Globalization;
using System.Text;
using Octant.Testing;

namespace Octant.Bench.Measures;

/// <summary>
/// Decisions over HTTP, each durable in the journal before it is answered, as a share of what bare Kestrel echoes in the same
/// run (figure D7). Client, echo and server share the machine's processors.
/// </summary>
public static class DecisionsOverHttp
{
    private const int Connections = 32;
    private const double Must = 0.3;
    private const double Target = 0.6;

    /// <param name="rules">Live campaigns, one rule each.</param>
    public static async Task MeasureAsync(Database database, BenchSize size, int rules, List<Figure> figures)
    {
        var folder = Directory.CreateTempSubdirectory("octant-bench-").FullName;
        var settings = database.ConnectionString is { } connection ? new[] { ("Octant__Database", connection) } : [];
        try
        {
            await using var server = await OctantProcess.StartAsync(folder, settings);
            using (var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) })
            {
                client.DefaultRequestHeaders.Add("X-Api-Key", OctantProcess.AdministratorKey);
                await ProvinceSetUp.ImportAsync(client, size.Customers);
                await ProvinceSetUp.LaunchAsync(client, rules);
            }

            byte[] Body(int number) => Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"requestId":"b-{{number}}","customerId":"{{Province.CustomerId(number % size.Customers)}}","channel":"web","limit":1}"""));

            var echo = await EchoAsync(Body, size);
            var ours = await LoadClient.RunAsync(server.Address, "/api/v1/decisions", OctantProcess.AdministratorKey, Body, Connections, size.WarmUp, size.Window);
            figures.Add(new Figure(
                $"D7, {database.Name}",
                $"decisions over HTTP, journalled durably: {rules} rules, {size.Customers} customers, {Connections} connections; peer: empty JSON echo",
                ours.PerSecond,
                echo.PerSecond,
                "requests/s",
                ours.PerSecond / echo.PerSecond,
                Must,
                Target));
            figures.Add(Latency("p50", 0.50));
            figures.Add(Latency("p99", 0.99));

            Figure Latency(string name, double share) => new(
                $"D7 {name}, {database.Name}",
                "latency of a decision over HTTP; peer: empty JSON echo",
                ours.Percentile(share),
                echo.Percentile(share),
                "ms",
                ours.Percentile(share) / echo.Percentile(share),
                null,
                null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Load> EchoAsync(Func<int, byte[]> body, BenchSize size)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var echo = Process.Start(new ProcessStartInfo("dotnet", [typeof(Echo).Assembly.Location, "echo", address.ToString()]))!;
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            while (true)
            {
                try
                {
                    using var answer = await client.PostAsJsonAsync("/", new { });
                    break;
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50));
                }
            }

            return await LoadClient.RunAsync(address, "/", "", body, Connections, size.WarmUp, size.Window);
        }
        finally
        {
            echo.Kill();
            await echo.WaitForExitAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
