using Octant.Engine.Allocation;

namespace Octant.Engine.Tests.Allocation;

/// <summary>Customers held in memory.</summary>
internal sealed class CustomersInMemory(AllocationProblem problem, float[][] values, int blockSize = 64) : IAllocationCustomers
{
    public int Count => values.Length;

    public int BlockSize => blockSize;

    /// <summary>Customer × limit; null where all have the limit's most.</summary>
    public byte[][]? Headroom { get; init; }

    public float[] ValuesOf(int customer) => values[customer];

    public void Fill(int number, AllocationBlock block)
    {
        block.Count = Math.Min(blockSize, Count - (number * blockSize));
        for (var i = 0; i < block.Count; i++)
        {
            values[(number * blockSize) + i].CopyTo(block.Values, i * problem.Options.Count);
            Headroom?[(number * blockSize) + i].CopyTo(block.Headroom, i * problem.Limits.Count);
        }
    }
}

/// <summary>Problems from a seed: campaigns of offerings through channels, with capacities, a budget, minimums and caps.</summary>
internal static class GeneratedProblem
{
    /// <param name="levels">How many different values there are; 0 for all different. Few make many ties.</param>
    public static (AllocationProblem Problem, CustomersInMemory Customers) Make(
        int seed, int customers, int offerings, int channels, int mostPerCustomer, int levels = 0, bool withMinimums = true)
    {
        var random = new Random(seed);
        var options = Enumerable.Range(0, offerings)
            .SelectMany(offering => Enumerable.Range(0, channels).Select(channel => new AllocationOption(offering / 2, offering, channel)))
            .ToArray();
        var resources = Enumerable.Range(0, channels)
            .Select(channel => new SharedResource(
                $"channel {channel}", random.Next(customers / 2 + 1), [.. options.Select(option => option.Channel == channel ? 1L : 0L)]))
            .Append(new SharedResource("budget", random.Next(customers * 6) + 1, [.. options.Select(option => 1L + (option.Channel * 3))]))
            .ToArray();
        var campaigns = ((offerings - 1) / 2) + 1;
        var minimums = withMinimums
            ? Enumerable.Range(0, campaigns).Where(_ => random.Next(2) == 0).Select(campaign => new MinimumVolume($"campaign {campaign}", campaign, random.Next((customers / (campaigns * 4)) + 2))).ToArray()
            : [];
        var limits = Enumerable.Range(0, offerings).Select(offering => Limit($"offering {offering}", option => option.Offering == offering, 1))
            .Concat(Enumerable.Range(0, channels).Select(channel => Limit($"channel {channel}", option => option.Channel == channel, 1 + random.Next(2))))
            .ToArray();
        var problem = new AllocationProblem(options, mostPerCustomer, resources, minimums, limits);
        var values = Enumerable.Range(0, customers).Select(_ => options.Select(_ => Value()).ToArray()).ToArray();
        var headroom = Enumerable.Range(0, customers).Select(_ => limits.Select(limit => (byte)(random.Next(6) == 0 ? 0 : limit.Most)).ToArray()).ToArray();
        return (problem, new CustomersInMemory(problem, values) { Headroom = headroom });

        ContactLimit Limit(string name, Func<AllocationOption, bool> counts, int most) =>
            new(name, [.. Enumerable.Range(0, options.Length).Where(option => counts(options[option]))], most);

        float Value() =>
            random.Next(5) == 0 ? float.NaN
            : levels == 0 ? (float)((random.NextDouble() * 10) - 1)
            : random.Next(levels) + 1;
    }

    /// <summary>Breaks nothing: counted here from what each customer was given, by nothing the allocator keeps.</summary>
    public static double Verify(AllocationProblem problem, CustomersInMemory customers, Octant.Engine.Allocation.Allocation allocation)
    {
        var used = new long[problem.Resources.Count];
        var volumes = new long[problem.Minimums.Count];
        var value = 0.0;
        for (var customer = 0; customer < customers.Count; customer++)
        {
            var given = allocation.OptionsOf(customer).ToList();
            Assert.True(given.Count <= problem.MostPerCustomer);
            Assert.Equal(given.Count, given.Distinct().Count());
            for (var limit = 0; limit < problem.Limits.Count; limit++)
            {
                var most = customers.Headroom?[customer][limit] ?? problem.Limits[limit].Most;
                Assert.True(given.Count(option => problem.Limits[limit].Options.Contains(option)) <= most, $"customer {customer} breaks {problem.Limits[limit].Name}");
            }

            foreach (var option in given)
            {
                var worth = customers.ValuesOf(customer)[option];
                Assert.False(float.IsNaN(worth), $"customer {customer} cannot be given option {option}");
                value += worth;
                for (var resource = 0; resource < used.Length; resource++)
                {
                    used[resource] += problem.Resources[resource].UnitsPerContact[option];
                }

                for (var minimum = 0; minimum < volumes.Length; minimum++)
                {
                    volumes[minimum] += problem.Options[option].Campaign == problem.Minimums[minimum].Campaign ? 1 : 0;
                }
            }
        }

        Assert.Equal(used, allocation.Resources.Select(resource => resource.Used));
        Assert.All(allocation.Resources, resource => Assert.True(resource.Used <= resource.Capacity, $"{resource.Name} is over"));
        Assert.Equal(volumes, allocation.Minimums.Select(minimum => minimum.Reached));
        Assert.Equal(value, allocation.Value, Math.Max(1e-6, Math.Abs(value) * 1e-9));
        return value;
    }

    /// <summary>The best there is, by trying everything; null when the minimums cannot be met.</summary>
    public static double? Best(AllocationProblem problem, CustomersInMemory customers)
    {
        var sets = Enumerable.Range(0, customers.Count).Select(customer => Sets(problem, customers, customer)).ToArray();
        var used = new long[problem.Resources.Count];
        var volumes = new long[problem.Minimums.Count];
        double? best = null;
        Try(0, 0);
        return best;

        void Try(int customer, double value)
        {
            if (customer == sets.Length)
            {
                if (!problem.Minimums.Where((minimum, index) => volumes[index] < minimum.Contacts).Any() && !(value <= best))
                {
                    best = value;
                }

                return;
            }

            foreach (var set in sets[customer])
            {
                Give(set, 1);
                if (!problem.Resources.Where((resource, index) => used[index] > resource.Capacity).Any())
                {
                    Try(customer + 1, value + set.Sum(option => (double)customers.ValuesOf(customer)[option]));
                }

                Give(set, -1);
            }
        }

        void Give(int[] set, int sign)
        {
            foreach (var option in set)
            {
                for (var resource = 0; resource < used.Length; resource++)
                {
                    used[resource] += sign * problem.Resources[resource].UnitsPerContact[option];
                }

                for (var minimum = 0; minimum < volumes.Length; minimum++)
                {
                    volumes[minimum] += problem.Options[option].Campaign == problem.Minimums[minimum].Campaign ? sign : 0;
                }
            }
        }
    }

    /// <summary>Every set of options a customer's own limits allow.</summary>
    public static List<int[]> Sets(AllocationProblem problem, CustomersInMemory customers, int customer)
    {
        var sets = new List<int[]>();
        for (var bits = 0; bits < 1 << problem.Options.Count; bits++)
        {
            var set = Enumerable.Range(0, problem.Options.Count).Where(option => ((bits >> option) & 1) == 1).ToArray();
            if (set.Length <= problem.MostPerCustomer
                && set.All(option => !float.IsNaN(customers.ValuesOf(customer)[option]))
                && !problem.Limits.Where((limit, index) => set.Count(option => limit.Options.Contains(option)) > customers.Headroom![customer][index]).Any())
            {
                sets.Add(set);
            }
        }

        return sets;
    }
}
