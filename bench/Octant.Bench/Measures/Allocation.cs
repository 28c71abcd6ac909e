using System.Diagnostics;
using Octant.Engine;
using Octant.Engine.Allocation;
using Octant.Platform.Foundation.LongWork;

namespace Octant.Bench.Measures;

/// <summary>
/// One million customers, 20 offerings in 20 campaigns, 4 channels: assigned under capacities, a budget, minimum volumes and
/// two contacts a customer, on all cores. Values are a hash away: nothing of the customers is kept.
/// </summary>
public sealed class Allocation : IMeasure
{
    private const int Offerings = 20;
    private const int Channels = 4;

    private static readonly long[] CostPerContact = [5, 30, 120, 600];

    public IReadOnlyList<string> Figures => ["allocation"];

    public string What => "customers × offerings × channels under capacities, a budget and minimum volumes";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(size.IsQuick ? 10 : 100);

    public Task RunAsync(BenchRun run)
    {
        var count = run.Size.IsQuick ? 100_000 : 1_000_000;
        var problem = Problem(count);
        var watch = Stopwatch.StartNew();
        var allocation = Allocator.Allocate(
            problem,
            new HashedCustomers(count),
            runner: ParallelBlocks.Instance,
            progress: progress => run.Say(FormattableString.Invariant($"{progress.Stage} {progress.Done}, bound {progress.Bound:N0}, {watch.Elapsed.TotalSeconds:F1} s")));
        watch.Stop();
        if (allocation.Minimums.Any(minimum => minimum.IsMissed))
        {
            throw new InvalidOperationException("A minimum volume was missed.");
        }

        var size = FormattableString.Invariant($"{count:N0} customers × {Offerings} offerings × {Channels} channels");
        run.Add("allocation", $"{size}, {allocation.Passes} passes", watch.Elapsed.TotalSeconds, "s");
        run.Add("allocation gap", "value reached beside the bound of the dual", allocation.Gap * 100, "%");
        return Task.CompletedTask;
    }

    private static AllocationProblem Problem(int count)
    {
        var options = Enumerable.Range(0, Offerings)
            .SelectMany(offering => Enumerable.Range(0, Channels).Select(channel => new AllocationOption(offering, offering, channel)))
            .ToArray();
        double[] shares = [0.5, 0.2, 0.05, 0.01];
        return new AllocationProblem(
            options,
            mostPerCustomer: 2,
            [
                .. Enumerable.Range(0, Channels).Select(channel => new SharedResource(
                    $"channel {channel}", (long)(count * shares[channel]), [.. options.Select(option => option.Channel == channel ? 1L : 0L)])),
                new SharedResource("budget", count * 12L, [.. options.Select(option => CostPerContact[option.Channel])]),
            ],
            [.. Enumerable.Range(0, Offerings).Where(offering => offering % 4 == 0).Select(offering => new MinimumVolume($"campaign {offering}", offering, count / 25))],
            [
                .. Enumerable.Range(0, Offerings).Select(offering => new ContactLimit(
                    $"offering {offering}", [.. Enumerable.Range(offering * Channels, Channels)], 1)),
                .. Enumerable.Range(0, Channels).Select(channel => new ContactLimit(
                    $"channel {channel}", [.. Enumerable.Range(0, Offerings).Select(offering => (offering * Channels) + channel)], 1)),
            ]);
    }

    /// <summary>
    /// An offering's worth × the customer's liking for it × their habit of the channel; a fifth of the pairs is not eligible,
    /// and a twentieth of the customers was contacted by the first channel already.
    /// </summary>
    private sealed class HashedCustomers(int count) : IAllocationCustomers
    {
        private const ulong Seed = 20_260_301;

        public int Count => count;

        public int BlockSize => 4_096;

        public void Fill(int number, AllocationBlock block)
        {
            block.Count = Math.Min(BlockSize, count - (number * BlockSize));
            Span<float> habits = stackalloc float[Channels];
            for (var customer = 0; customer < block.Count; customer++)
            {
                var key = StableHash.Combine(Seed, (ulong)((number * BlockSize) + customer));
                for (var channel = 0; channel < Channels; channel++)
                {
                    habits[channel] = (float)((0.2 + StableHash.ToUnit(StableHash.Mix(key + (ulong)channel))) * (1 + channel));
                }

                for (var offering = 0; offering < Offerings; offering++)
                {
                    var drawn = StableHash.Mix(key + 1_000 + (ulong)offering);
                    var worth = drawn % 5 == 0 ? float.NaN : (float)(StableHash.ToUnit(drawn) * (20 + (offering * 4)));
                    for (var channel = 0; channel < Channels; channel++)
                    {
                        block.Values[(((customer * Offerings) + offering) * Channels) + channel] = worth * habits[channel];
                    }
                }

                if (key % 20 == 0)
                {
                    block.Headroom[(customer * (Offerings + Channels)) + Offerings] = 0;
                }
            }
        }
    }
}
