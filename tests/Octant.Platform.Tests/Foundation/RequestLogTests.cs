using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Octant.Platform.Tests.Foundation;

public sealed class RequestLogTests
{
    private sealed class Collector : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + " " + exception);
    }

    [Fact]
    public async Task A_request_is_logged_by_its_template_and_nothing_that_was_sent_appears()
    {
        var collector = new Collector();
        var host = new RunningHost(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Logging:LogLevel:Default"] = "Debug" },
            services =>
            {
                services.AddSingleton<ILoggerProvider>(collector);
                services.AddSingleton<Platform.Foundation.Http.ICallerSource, BrokenCallerSource>();
            });
        await host.InitializeAsync();
        using (var client = host.Client())
        using (var nobody = host.Client(key: null))
        {
            await client.PutAsync("/api/v1/offerings/id-13900139000", """{"name":"name-13900139000"}""");
            await client.PutAsync("/api/v1/offerings/id-13900139000", """{"name":"name-13900139000","price":"13900139000"}""");
            await client.GetAsync("/api/v1/offerings?offset=13900139000");
            await client.GetAsync("/api/v1/13900139000");
            await nobody.GetAsync("/api/v1/offerings");
            await client.PostAsync("/api/v1/decisions", """{"customerId":"13900139000","channel":"13900139000"}""");
            await nobody.PostAsync("/api/v1/decisions", """{"customerId":"13900139000","channel":"13900139000"}""");
        }

        await host.DisposeAsync();

        Assert.Contains(collector.Lines, line => line.StartsWith("PUT /api/v1/offerings/{id} 201 in ", StringComparison.Ordinal));
        Assert.Contains(collector.Lines, line => line.StartsWith("GET none 404 in ", StringComparison.Ordinal));
        Assert.Contains(collector.Lines, line => line.StartsWith("Defect in /api/v1/offerings", StringComparison.Ordinal));
        Assert.Contains(collector.Lines, line => line.StartsWith("POST /api/v1/decisions 400 in ", StringComparison.Ordinal));
        Assert.Contains(collector.Lines, line => line.StartsWith("Defect in /api/v1/decisions", StringComparison.Ordinal));
        Assert.DoesNotContain(collector.Lines, line => line.Contains("13900139000", StringComparison.Ordinal));
        Assert.DoesNotContain(collector.Lines, line => line.Contains(BrokenCallerSource.Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(collector.Lines, line => line.Contains(RunningHost.AdministratorKey, StringComparison.Ordinal));
    }
}
