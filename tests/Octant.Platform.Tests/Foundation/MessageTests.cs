using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Foundation;

public sealed class MessageTests
{
    private sealed class Recorder : ISubscriber<CatalogChanged>
    {
        public ConcurrentQueue<CatalogChanged> Seen { get; } = new();

        public volatile bool Refuses;

        public ValueTask HandleAsync(CatalogChanged message, CancellationToken cancellation)
        {
            if (Refuses)
            {
                throw new InvalidOperationException("not now");
            }

            Seen.Enqueue(message);
            return default;
        }
    }

    [Fact]
    public async Task A_change_is_answered_after_its_message_was_taken()
    {
        var recorder = new Recorder();
        var host = await StartAsync(recorder);
        using var client = host.Client();

        await client.PutAsync("/api/v1/offerings/M-1", """{"name":"x"}""");
        Assert.Equal([new CatalogChanged("offering", "M-1")], recorder.Seen);
        await client.DeleteAsync("/api/v1/offerings/M-1");
        Assert.Equal(2, recorder.Seen.Count);
        Assert.Empty(await OutboxOfAsync(host));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task What_a_subscriber_refuses_is_stored_answers_503_and_comes_again_by_itself()
    {
        var recorder = new Recorder { Refuses = true };
        var host = await StartAsync(recorder);
        using var client = host.Client();

        var answer = await client.PutAsync("/api/v1/offerings/M-2", """{"name":"x"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("2", answer.Message.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/offerings/M-2")).Status);
        recorder.Refuses = false;
        await EventuallyAsync(() => !recorder.Seen.IsEmpty);
        Assert.Equal("M-2", Assert.Single(recorder.Seen).Id);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task What_was_not_taken_before_a_stop_is_delivered_at_the_next_start()
    {
        var recorder = new Recorder { Refuses = true };
        var host = await StartAsync(recorder);
        using (var client = host.Client())
        {
            await client.PutAsync("/api/v1/offerings/M-3", """{"name":"x"}""");
        }

        Assert.Single(await OutboxOfAsync(host));
        await host.StopAsync();
        recorder.Refuses = false;
        await host.StartAsync();

        Assert.Equal("M-3", Assert.Single(recorder.Seen).Id);
        Assert.Empty(await OutboxOfAsync(host));
        await host.DisposeAsync();
    }

    private static async Task<RunningHost> StartAsync(Recorder recorder)
    {
        var host = new RunningHost(
            new Dictionary<string, string?>(StringComparer.Ordinal),
            services =>
            {
                services.AddSingleton(recorder);
                services.AddSubscriber<CatalogChanged, Recorder>();
            });
        await host.InitializeAsync();
        return host;
    }

    private static async Task<IReadOnlyList<OutboxMessage>> OutboxOfAsync(RunningHost host) =>
        await host.Application.Services.GetRequiredService<IDocumentStore>().ReadOutboxAsync(100, default);

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
