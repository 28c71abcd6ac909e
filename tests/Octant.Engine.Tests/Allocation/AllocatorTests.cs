using Octant.Engine.Allocation;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Allocation;

public sealed class AllocatorTests
{
    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void Tiny_problems_are_never_broken_and_the_best_lies_between_the_value_and_the_bound(int seed)
    {
        var (exact, feasible, lost) = (0, 0, 0.0);
        for (var number = 0; number < 60; number++)
        {
            var (problem, customers) = GeneratedProblem.Make(seed + number, customers: 4, offerings: 3, channels: 2, mostPerCustomer: 1 + (number % 2));
            var allocation = Allocator.Allocate(problem, customers);
            var value = GeneratedProblem.Verify(problem, customers, allocation);

            if (GeneratedProblem.Best(problem, customers) is not { } best)
            {
                Assert.True(allocation.Minimums.Any(minimum => minimum.IsMissed), $"seed {seed + number}: the minimums cannot be met, and nothing says so");
                continue;
            }

            // Missing a minimum frees capacity, so only an allocation that meets them all stands beside the best.
            feasible++;
            if (!allocation.Minimums.Any(minimum => minimum.IsMissed))
            {
                Assert.True(value <= best + 1e-6, $"seed {seed + number}: {value} is more than the best, {best}");
                Assert.True(best <= allocation.Bound + 1e-6, $"seed {seed + number}: the best, {best}, is more than the bound, {allocation.Bound}");
                exact += value >= best - 1e-6 ? 1 : 0;
                lost += (best - value) / Math.Max(1, best);
            }
        }

        Assert.True(exact >= feasible * 0.6, $"seed {seed}: {exact} of {feasible} are the best");
        Assert.True(lost <= feasible * 0.05, $"seed {seed}: {lost / feasible:P1} lost on average");
    }

    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void Problems_of_thousands_have_a_gap_under_one_percent_and_break_nothing(int seed)
    {
        for (var number = 0; number < 4; number++)
        {
            var (problem, customers) = GeneratedProblem.Make(seed + number, customers: 3_000, offerings: 6, channels: 3, mostPerCustomer: 1 + (number % 3));
            var allocation = Allocator.Allocate(problem, customers);

            GeneratedProblem.Verify(problem, customers, allocation);
            Assert.True(allocation.Value <= allocation.Bound + 1e-6);
            Assert.True(allocation.Gap < 0.01, $"seed {seed + number}: a gap of {allocation.Gap:P2}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void Customers_that_are_all_alike_are_shared_out_though_no_price_tells_them_apart(int seed)
    {
        var (problem, customers) = GeneratedProblem.Make(seed, customers: 3_000, offerings: 4, channels: 3, mostPerCustomer: 1, levels: 2, withMinimums: false);
        var allocation = Allocator.Allocate(problem, customers);

        GeneratedProblem.Verify(problem, customers, allocation);
        Assert.True(allocation.Gap < 0.01, $"seed {seed}: a gap of {allocation.Gap:P2}");
    }

    [Fact]
    public void The_same_problem_gives_the_same_allocation_on_any_number_of_threads()
    {
        var (problem, customers) = GeneratedProblem.Make(7, customers: 1_000, offerings: 4, channels: 3, mostPerCustomer: 2);
        var one = Allocator.Allocate(problem, customers);
        var many = Allocator.Allocate(problem, customers, runner: new BlockByBlock());

        Assert.Equal(one.Value, many.Value);
        Assert.Equal(one.Bound, many.Bound);
        Assert.All(Enumerable.Range(0, customers.Count), customer => Assert.Equal(one.OptionsOf(customer), many.OptionsOf(customer)));
    }

    [Fact]
    public void A_minimum_nobody_can_fill_is_reported_and_capacity_holds()
    {
        var problem = new AllocationProblem(
            [new AllocationOption(0, 0, 0), new AllocationOption(1, 1, 0)],
            mostPerCustomer: 1,
            [new SharedResource("sms", 10, [1, 1])],
            [new MinimumVolume("spring", 1, 50)],
            []);
        var customers = new CustomersInMemory(problem, [.. Enumerable.Range(0, 100).Select(_ => new[] { 5f, 1f })]);
        var allocation = Allocator.Allocate(problem, customers);

        GeneratedProblem.Verify(problem, customers, allocation);
        var minimum = Assert.Single(allocation.Minimums);
        Assert.True(minimum.IsMissed);
        Assert.Equal(10, minimum.Reached);
        Assert.Equal(10, allocation.Value, 6);
        Assert.Equal(10, allocation.Bound, 0.1);
    }

    [Fact]
    public void Nothing_is_given_where_there_is_no_capacity_and_no_value()
    {
        var problem = new AllocationProblem(
            [new AllocationOption(0, 0, 0), new AllocationOption(0, 0, 1)], 2, [new SharedResource("sms", 0, [1, 0])], [], []);
        var customers = new CustomersInMemory(problem, [[5, -1], [float.NaN, float.NaN]]);
        var allocation = Allocator.Allocate(problem, customers);

        Assert.Equal(0, allocation.Value);
        Assert.Equal(0, allocation.Contacts.Sum());
        Assert.Equal(0, allocation.Bound, 1e-3);
    }

    [Fact]
    public void It_can_be_stopped_and_tells_how_far_it_has_come()
    {
        var (problem, customers) = GeneratedProblem.Make(3, customers: 500, offerings: 4, channels: 2, mostPerCustomer: 1);
        using var stop = new CancellationTokenSource();
        var seen = new List<AllocationProgress>();

        Assert.Throws<OperationCanceledException>(() => Allocator.Allocate(
            problem,
            customers,
            progress: progress =>
            {
                seen.Add(progress);
                if (seen.Count == 3)
                {
                    stop.Cancel();
                }
            },
            cancellation: stop.Token));
        Assert.Equal(3, seen.Count);
        Assert.Equal("pricing", seen[0].Stage);
        Assert.True(seen[2].Bound <= seen[0].Bound);
    }

    [Fact]
    public void A_customers_answer_to_prices_is_the_best_of_all_sets_they_may_be_given()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var (problem, customers) = GeneratedProblem.Make(seed, customers: 5, offerings: 3, channels: 3, mostPerCustomer: 3);
            var response = new BestResponse(problem);
            var prices = Enumerable.Range(0, problem.Options.Count).Select(option => option * 0.4).ToArray();
            for (var customer = 0; customer < customers.Count; customer++)
            {
                var values = customers.ValuesOf(customer);
                response.Find(values, prices, customers.Headroom![customer]);
                var best = GeneratedProblem.Sets(problem, customers, customer).Max(set => set.Sum(option => values[option] - prices[option]));

                Assert.Equal(best, response.Gain, 1e-9);
                Assert.Equal(best, response.Upper, 1e-9);
            }
        }
    }
}
