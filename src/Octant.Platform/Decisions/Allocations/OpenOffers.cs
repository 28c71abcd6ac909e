using Octant.Engine.Allocation;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>
/// What every customer could be offered at one moment, kept in a few bytes for each: the customers of an allocation. A partition is
/// asked for some hundred customers at a time, so that the decisions that come in between wait a few milliseconds.
/// </summary>
internal sealed class OpenOffers : IAllocationCustomers
{
    private const int AtOnce = 256;
    private const int Block = 4_096;

    private readonly AllocationProblem _problem;
    private readonly Part[] _parts;
    private readonly int[] _firsts;

    private OpenOffers(AllocationProblem problem, Part[] parts)
    {
        (_problem, _parts) = (problem, parts);
        _firsts = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            _firsts[i] = Count;
            Count += parts[i].Keys.Count;
        }
    }

    public int Count { get; }

    public int BlockSize => Block;

    public void Fill(int number, AllocationBlock block)
    {
        block.Count = Math.Min(Block, Count - (number * Block));
        var (options, limits) = (_problem.Options.Count, _problem.Limits.Count);
        block.Values.AsSpan(0, block.Count * options).Fill(float.NaN);
        for (var customer = 0; customer < block.Count; customer++)
        {
            var (part, place) = Find((number * Block) + customer);
            for (var i = part.Starts[place]; i < part.Starts[place + 1]; i++)
            {
                block.Values[(customer * options) + part.Options[i]] = part.Values[i];
            }

            for (var limit = 0; limit < part.Width; limit++)
            {
                block.Headroom[(customer * limits) + limit] = part.Headroom[(place * part.Width) + limit];
            }
        }
    }

    /// <summary>The customer's key.</summary>
    public long KeyOf(int customer)
    {
        var (part, place) = Find(customer);
        return part.Keys[place];
    }

    /// <param name="options">Option → its number in the problem.</param>
    /// <param name="read">Hears how many customers were looked at, of how many.</param>
    public static async Task<OpenOffers> ReadAsync(
        IPartitions partitions,
        Strategy strategy,
        Instant at,
        AllocationProblem problem,
        PolicyLimits limits,
        IReadOnlyDictionary<CampaignOption, int> options,
        Action<long, long> read,
        CancellationToken cancellation)
    {
        var parts = new Part[PartitionOptions.PartitionCount];
        var keys = new long[PartitionOptions.PartitionCount][];
        for (var partition = 0; partition < keys.Length; partition++)
        {
            keys[partition] = await partitions.ReadAsync(partition, state => state.Customers.Keys.Order().ToArray(), cancellation).ConfigureAwait(false);
        }

        var (total, done) = (keys.Sum(known => (long)known.Length), 0L);
        read(0, total);
        string[] scheduled =
        [
            .. options.Keys.Select(option => option.Campaign).Distinct(StringComparer.Ordinal)
                .Where(campaign => strategy.Campaign(campaign) is { } known && CampaignDue.IsAnsweredBy(known.Definition)),
        ];
        string[] channels = [.. options.Keys.Select(option => option.Channel.Id).Distinct(StringComparer.Ordinal)];
        await Parallel.ForAsync(0, parts.Length, cancellation, async (partition, stop) =>
        {
            var part = parts[partition] = new Part(limits.Limits.Count);
            foreach (var some in keys[partition].Chunk(AtOnce))
            {
                await partitions.ReadAsync(
                    partition,
                    state =>
                    {
                        var reading = new Reading(strategy, at, limits, options, channels, scheduled, state);
                        foreach (var key in some)
                        {
                            reading.Add(key, part);
                        }

                        return true;
                    },
                    stop).ConfigureAwait(false);
                read(Interlocked.Add(ref done, some.Length), total);
            }
        }).ConfigureAwait(false);
        return new OpenOffers(problem, parts);
    }

    private (Part Part, int Place) Find(int customer)
    {
        var found = Array.BinarySearch(_firsts, customer);
        var part = found >= 0 ? found : ~found - 1;

        // Of partitions without customers several begin at the same place; the last of them has it.
        while (part + 1 < _firsts.Length && _firsts[part + 1] == _firsts[part])
        {
            part++;
        }

        return (_parts[part], customer - _firsts[part]);
    }

    /// <summary>One look at a partition, on its own thread.</summary>
    private sealed class Reading(
        Strategy strategy,
        Instant at,
        PolicyLimits limits,
        IReadOnlyDictionary<CampaignOption, int> options,
        string[] channels,
        string[] scheduled,
        PartitionState state)
    {
        private readonly DecisionScratch _scratch = new();
        private readonly List<OpenOffer> _found = [];

        public void Add(long key, Part part)
        {
            if (state.Find(key) is not { } customer)
            {
                return;
            }

            _found.Clear();
            foreach (var channel in channels)
            {
                var request = new DecisionRequest(channel, null, 0, [], Actor.None);
                DecisionKernel.FindOpenOffers(
                    strategy, new DecisionInputs(default, at, request, null, customer, state) { Observations = state.Observations }, _scratch, _found);
            }

            foreach (var campaign in scheduled)
            {
                var due = CampaignDue.Of(campaign, at);
                DecisionKernel.FindOpenOffers(
                    strategy, new DecisionInputs(default, at, null, due, customer, state) { Observations = state.Observations }, _scratch, _found);
            }

            _found.RemoveAll(offer => !options.ContainsKey(offer.Option));
            if (_found.Count == 0)
            {
                return;
            }

            part.Begin(key);
            foreach (var offer in _found)
            {
                part.Add(options[offer.Option], (float)offer.Score);
            }

            Span<byte> headroom = stackalloc byte[limits.Limits.Count];
            for (var limit = 0; limit < headroom.Length; limit++)
            {
                headroom[limit] = (byte)limits.Limits[limit].Most;
            }

            limits.Measure(customer, strategy.ZoneOf(customer), headroom);
            part.End(headroom);
        }
    }

    /// <summary>The customers of one partition, in order of key.</summary>
    private sealed class Part(int width)
    {
        public int Width => width;

        public List<long> Keys { get; } = [];

        /// <summary>By customer, the first of its options; one more at the end.</summary>
        public List<int> Starts { get; } = [0];

        public List<ushort> Options { get; } = [];

        public List<float> Values { get; } = [];

        public List<byte> Headroom { get; } = [];

        public void Begin(long key) => Keys.Add(key);

        public void Add(int option, float value)
        {
            Options.Add((ushort)option);
            Values.Add(value);
        }

        public void End(ReadOnlySpan<byte> headroom)
        {
            Starts.Add(Options.Count);
            foreach (var room in headroom)
            {
                Headroom.Add(room);
            }
        }
    }
}
