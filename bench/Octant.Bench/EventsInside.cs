using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Partitions;
using Octant.Server;

namespace Octant.Bench;

/// <summary>
/// The whole product in this process, and events given to its partitions as commands: what applying and keeping them costs
/// without HTTP. Its own process, so that it runs with the server's settings of the runtime and nothing else beside it.
/// </summary>
public static class EventsInside
{
    private const int Senders = 4;
    private const string Key = "bench";

    /// <summary>Begins the line that tells the result; the other lines are the server's log.</summary>
    public const string Result = "events/s: ";

    /// <summary>Begins the line that tells what all threads of the process spent, the senders among them, in microseconds an event.</summary>
    public const string Spent = "processor time, µs an event: ";

    /// <summary>Writes events a second, applied and durable, to standard output.</summary>
    public static async Task RunAsync(string folder, int customers, int eventsPerBatch, TimeSpan warmUp, TimeSpan window)
    {
        await using var application = await OctantHost.BuildAsync(
            ["--data", folder, "--urls", "http://127.0.0.1:0", "--Octant:BootstrapApiKey", Key, "--Logging:LogLevel:Default", "Error"]);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using (var client = new HttpClient { BaseAddress = new Uri(address) })
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", Key);
            await EventsSetUp.LaunchAsync(client);
        }

        var partitions = application.Services.GetRequiredService<IPartitions>();
        var keys = await CreateAsync(partitions, customers);
        var recorded = 0L;
        var watch = Stopwatch.StartNew();
        var spending = SpendingAsync(warmUp, window);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            // Two batches under way for each sender: one is made while the other is written.
            var random = new Random(sender);
            var before = Task.FromResult(0);
            while (watch.Elapsed < warmUp + window)
            {
                var next = SendAsync(partitions, keys, random, eventsPerBatch);
                var taken = await before;
                if (watch.Elapsed > warmUp && watch.Elapsed < warmUp + window)
                {
                    Interlocked.Add(ref recorded, taken);
                }

                before = next;
            }

            await before;
        })));
        var spent = await spending;
        await application.StopAsync();
        Console.WriteLine(Spent + (spent.TotalMicroseconds / recorded).ToString("0.00", CultureInfo.InvariantCulture));
        Console.WriteLine(Result + (recorded / window.TotalSeconds).ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>Unlike events a second, processor time says much the same beside a noisy neighbour.</summary>
    private static async Task<TimeSpan> SpendingAsync(TimeSpan warmUp, TimeSpan window)
    {
        await Task.Delay(warmUp);
        var before = Environment.CpuUsage.TotalTime;
        await Task.Delay(window);
        return Environment.CpuUsage.TotalTime - before;
    }

    private static async Task<long[]> CreateAsync(IPartitions partitions, int customers)
    {
        var random = new Random(1);
        var keys = new long[customers];
        for (var first = 0; first < customers; first += 4_000)
        {
            var answers = new List<Task>();
            for (var i = first; i < Math.Min(customers, first + 4_000); i++)
            {
                keys[i] = random.NextInt64(1, long.MaxValue);
                answers.Add(partitions.SubmitAsync(new ChangeProfile(keys[i], [], null, null)).AsTask());
            }

            await Task.WhenAll(answers);
        }

        return keys;
    }

    private static async Task<int> SendAsync(IPartitions partitions, long[] keys, Random random, int count)
    {
        var now = Instant.From(DateTimeOffset.UtcNow);
        var shares = new List<RecordCustomerEvent>?[PartitionOptions.PartitionCount];
        for (var i = 0; i < count; i++)
        {
            var key = keys[random.Next(keys.Length)];
            var share = shares[PartitionOptions.PartitionOf(key)] ??= [];
            share.Add(new RecordCustomerEvent(
                key,
                new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()),
                EventsSetUp.UsedType,
                now,
                TimeSpan.FromHours(1),
                [
                    new FieldValue("amount", AttributeValue.OfNumber(random.Next(1, 900) + 0.5)),
                    new FieldValue("place", AttributeValue.OfCategory(EventsSetUp.Places[random.Next(EventsSetUp.Places.Count)])),
                ]));
        }

        var answers = new List<Task<Outcome>>();
        for (var partition = 0; partition < shares.Length; partition++)
        {
            if (shares[partition] is { } share)
            {
                answers.Add(partitions.SubmitAsync(partition, new RecordCustomerEvents(share)).AsTask());
            }
        }

        var recorded = 0;
        foreach (var outcome in await Task.WhenAll(answers))
        {
            recorded += ((CustomerEventsRecorded)outcome).Recorded.Count;
        }

        return recorded == count ? recorded : throw new InvalidOperationException($"{recorded} of {count} events were recorded.");
    }
}
