using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Tests.Foundation;

public sealed class LoadAndStopTests
{
    /// <summary>Holds a request inside the server until it is let go.</summary>
    private sealed class Gate : ISubscriber<CatalogChanged>
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public void Open() => _open.TrySetResult();

        public async ValueTask HandleAsync(CatalogChanged message, CancellationToken cancellation)
        {
            _entered.TrySetResult();
            await _open.Task;
        }
    }

    [Fact]
    public async Task Beyond_the_limit_requests_answer_503_with_when_to_come_back_and_health_still_answers()
    {
        var gate = new Gate();
        var host = await StartAsync(gate, ("Octant:RequestsAtOnce", "1"));
        using var client = host.Client();
        var inside = client.PutAsync("/api/v1/offerings/L-1", """{"name":"x"}""");
        await gate.Entered;

        var refused = await client.GetAsync("/api/v1/offerings");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Equal("1", refused.Message.Headers.GetValues("Retry-After").Single());
        Assert.Equal("application/problem+json", refused.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.PostAsync("/api/v1/decisions", "{}")).Status);

        gate.Open();
        Assert.Equal(HttpStatusCode.Created, (await inside).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/offerings")).Status);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_a_request_came_to_its_place_is_free_again()
    {
        var host = new RunningHost(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Octant:RequestsAtOnce"] = "1" },
            services => services.AddSingleton<ICallerSource, BrokenCallerSource>());
        await host.InitializeAsync();
        using var client = host.Client();
        using var stranger = host.Client("oct_unknown");
        using var breaking = host.Client(key: null);
        var requests = new (ApiClient Client, string Path, HttpStatusCode Expected)[]
        {
            (client, "/api/v1/decisions", HttpStatusCode.BadRequest),
            (client, "/api/v1/nowhere", HttpStatusCode.NotFound),
            (stranger, "/api/v1/decisions", HttpStatusCode.Unauthorized),
            (breaking, "/api/v1/decisions", HttpStatusCode.InternalServerError),
        };
        foreach (var (asking, path, expected) in requests.Concat(requests))
        {
            Assert.Equal(expected, (await asking.PostAsync(path, "{}")).Status);
        }

        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_waits_for_what_was_accepted()
    {
        var gate = new Gate();
        var host = await StartAsync(gate);
        using var client = host.Client();
        var inside = client.PutAsync("/api/v1/offerings/L-2", """{"name":"x"}""");
        await gate.Entered;

        var stopping = host.StopAsync();
        gate.Open();

        Assert.Equal(HttpStatusCode.Created, (await inside).Status);
        await stopping;
        await host.DisposeAsync();
    }

    private static async Task<RunningHost> StartAsync(Gate gate, params (string Name, string Value)[] settings)
    {
        var host = new RunningHost(
            settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value, StringComparer.Ordinal),
            services =>
            {
                services.AddSingleton(gate);
                services.AddSubscriber<CatalogChanged, Gate>();
            });
        await host.InitializeAsync();
        return host;
    }
}
