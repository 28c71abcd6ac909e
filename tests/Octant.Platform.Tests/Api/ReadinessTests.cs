using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Tests.Api;

public sealed class ReadinessTests
{
    private sealed class Absent : IReadinessCheck
    {
        public string Name => "partitions";

        public ValueTask<string?> FindFaultAsync(CancellationToken cancellation) => new("3 of 64 are not open");
    }

    [Fact]
    public async Task What_is_missing_makes_it_503_and_is_named()
    {
        var host = new RunningHost(
            new Dictionary<string, string?>(StringComparer.Ordinal), services => services.AddSingleton<IReadinessCheck, Absent>());
        await host.InitializeAsync();
        using var client = host.Client(key: null);

        var answer = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal(["partitions"], answer.Fields);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).Status);
        await host.DisposeAsync();
    }
}
