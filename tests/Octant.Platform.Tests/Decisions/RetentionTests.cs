using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Decisions.Projections;

namespace Octant.Platform.Tests.Decisions;

public sealed class RetentionTests
{
    [Fact]
    public async Task Journal_rows_go_when_they_are_old_and_a_checkpoint_and_the_views_have_them()
    {
        var host = new RunningHost();
        await host.InitializeAsync();
        using (var client = host.Client())
        {
            await client.PutAsync("/api/v1/customers/C-1", """{"tags":["a"]}""");
        }

        Assert.Equal(0, await RunAsync(host));

        // A graceful stop leaves checkpoints; what is in front of them may go once it is old.
        await host.StopAsync();
        await host.StartAsync();
        Assert.Equal(0, await RunAsync(host));
        using (var client = host.Client())
        {
            await client.PostAsync("/api/v1/clock", """{"now":"2026-03-09T00:00:01Z"}""");
            Assert.True(await RunAsync(host) >= 64);

            await host.StopAsync();
        }

        await host.StartAsync();
        using (var client = host.Client())
        {
            Assert.Contains("\"a\"", (await client.GetAsync("/api/v1/customers/C-1")).Body, StringComparison.Ordinal);
        }

        await host.DisposeAsync();
    }

    [Fact]
    public async Task Decision_records_are_kept_for_their_time_and_no_longer()
    {
        var host = new RunningHost();
        await host.InitializeAsync();
        using (var client = host.Client())
        {
            await client.PutAsync("/api/v1/channels/web", """{"name":"Web"}""");
            await client.PutAsync("/api/v1/customers/C-1", """{"tags":["a"]}""");
            var decision = (string)(await client.PostAsync("/api/v1/decisions", """{"customerId":"C-1","channel":"web"}""")).Json["decisionId"]!;
            await client.PostAsync("/api/v1/clock", """{"now":"2026-05-29T00:00:00Z"}""");
            await RunAsync(host);
            Assert.Equal(200, (int)(await client.GetAsync($"/api/v1/decisions/{decision}")).Status);

            await client.PostAsync("/api/v1/clock", """{"now":"2026-05-31T00:00:00Z"}""");
            await RunAsync(host);
            Assert.Equal(404, (int)(await client.GetAsync($"/api/v1/decisions/{decision}")).Status);
        }

        await host.DisposeAsync();
    }

    private static async Task<long> RunAsync(RunningHost host)
    {
        await host.Application.Services.GetRequiredService<Octant.Platform.Decisions.Contracts.IProjections>()
            .WaitAsync(null, TimeSpan.FromMinutes(5), CancellationToken.None);
        return await host.Application.Services.GetRequiredService<Retention>().RunOnceAsync(CancellationToken.None);
    }
}
