namespace Octant.Engine.Allocation;

/// <summary>
/// Assigns customers to options for the greatest expected value under capacities, budgets, minimum volumes and every
/// customer's own limits, and says how far from the best that can be.
/// </summary>
/// <remarks>
/// The rows that all customers share get prices (Lagrangian relaxation). At given prices every customer is a small problem of
/// their own, solved exactly (<see cref="BestResponse"/>), so that customers stream past in blocks, on as many threads as the
/// caller has; the sum of their answers is an upper bound on any allocation. <see cref="PriceSearch"/> finds the prices with the
/// least bound, first on a sample of the blocks, then on all. Each customer then takes the answer to one of the last prices,
/// drawn by a hash with the weights the search ended with, which nearly keeps to every row, and
/// <see cref="AssignmentRepair"/> does the rest. The value reached and the least bound are reported with the gap between.
/// No clock, random source or thread: the same problem, customers and seed give the same allocation.
/// </remarks>
public static class Allocator
{
    /// <summary>From so many blocks on the search begins on a sample of them.</summary>
    private const int SampleFrom = 64;
    private const int SamplePart = 16;
    private const int SamplePasses = 150;

    /// <summary>So few customers that several draws cost nothing; the best is kept.</summary>
    private const int FewCustomers = 20_000;
    private const int Draws = 8;

    private const double HighestPricePerValue = 20;

    /// <param name="customers">Read many times, from the threads of <paramref name="runner"/>.</param>
    /// <param name="runner">Null: one block after another on the calling thread.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; at most one block of each worker later.</exception>
    public static Allocation Allocate(
        AllocationProblem problem,
        IAllocationCustomers customers,
        AllocationOptions? options = null,
        IBlockRunner? runner = null,
        Action<AllocationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new AllocationOptions();
        progress ??= _ => { };
        var pass = new CustomerPass(problem, customers, runner ?? OneAfterAnother.Instance, cancellation);
        var asked = new List<DualPoint>();
        var start = new double[problem.Rows.Count];
        var highest = HighestPrices(problem, pass);
        if (pass.Blocks >= SampleFrom)
        {
            var sample = Enumerable.Range(0, pass.Blocks / SamplePart).Select(index => index * SamplePart).ToArray();
            var rough = new PriceSearch(problem, start, highest);
            rough.Run(
                prices => DualPoint.Ask(problem, pass, prices, sample, customers.Count),
                SamplePasses,
                options.Precision,
                (done, _) => progress(new AllocationProgress("sampling", done, SamplePasses, null)));
            start = rough.Prices;
        }

        var search = new PriceSearch(problem, start, highest);
        search.Run(
            prices =>
            {
                var point = DualPoint.Ask(problem, pass, prices, null, customers.Count);
                asked.Add(point);
                return point;
            },
            options.MostPasses,
            options.Precision,
            (done, bound) => progress(new AllocationProgress("pricing", done, options.MostPasses, bound)));
        return Settle(problem, customers, options, progress, pass, search, asked);
    }

    private static Allocation Settle(
        AllocationProblem problem,
        IAllocationCustomers customers,
        AllocationOptions options,
        Action<AllocationProgress> progress,
        CustomerPass pass,
        PriceSearch search,
        List<DualPoint> asked)
    {
        Assignment? best = null;
        var (bestValue, bestMissed) = (double.NegativeInfinity, long.MaxValue);
        var draws = customers.Count <= FewCustomers ? Draws : 1;
        var optionPrices = DualPoint.OptionPrices(problem, search.Prices);
        for (var draw = 0; draw < draws; draw++)
        {
            // One of several draws takes everybody's answer to the best prices.
            var mixture = draw == 1 ? [(new DualPoint(search.Prices, [], 0, 0), 1.0)] : search.Mixture;
            var assignment = Draw(problem, customers, pass, mixture, StableHash.Combine(options.Seed, (ulong)draw));
            new AssignmentRepair(problem, pass, assignment, optionPrices).Run(round => progress(new AllocationProgress("repairing", round, 0, search.Bound)));
            assignment.Count();
            var (value, missed) = (ValueOf(pass, assignment), Missed(problem, assignment));
            if (missed < bestMissed || (missed == bestMissed && value > bestValue))
            {
                (best, bestValue, bestMissed) = (assignment, value, missed);
            }
        }

        return Allocation.Of(problem, best!, bestValue, asked, search.Prices);
    }

    /// <summary>Every customer's answer to one of the prices, drawn by a hash of the customer's place.</summary>
    private static Assignment Draw(
        AllocationProblem problem, IAllocationCustomers customers, CustomerPass pass, IReadOnlyList<(DualPoint Point, double Weight)> mixture, ulong seed)
    {
        var assignment = new Assignment(problem, customers.Count);
        var prices = mixture.Select(part => DualPoint.OptionPrices(problem, part.Point.Prices)).ToArray();
        pass.Run(null, (_, number, scratch) =>
        {
            for (var customer = 0; customer < scratch.Block.Count; customer++)
            {
                var overall = (number * pass.BlockSize) + customer;
                var drawn = StableHash.ToUnit(StableHash.Combine(seed, (ulong)overall));
                var part = 0;
                while (part < mixture.Count - 1 && drawn >= mixture[part].Weight)
                {
                    drawn -= mixture[part++].Weight;
                }

                scratch.Response.Find(scratch.Block.ValuesOf(customer), prices[part], scratch.Block.HeadroomOf(customer));
                var places = assignment.Of(overall);
                for (var place = 0; place < scratch.Response.Chosen.Length; place++)
                {
                    places[place] = (ushort)scratch.Response.Chosen[place];
                }
            }
        });
        assignment.Count();
        return assignment;
    }

    private static double ValueOf(CustomerPass pass, Assignment assignment)
    {
        var parts = new double[pass.Blocks];
        pass.Run(null, (place, number, scratch) =>
        {
            for (var customer = 0; customer < scratch.Block.Count; customer++)
            {
                var values = scratch.Block.ValuesOf(customer);
                foreach (var option in assignment.Of((number * pass.BlockSize) + customer))
                {
                    parts[place] += option == Assignment.None ? 0 : values[option];
                }
            }
        });
        var sum = 0.0;
        foreach (var part in parts)
        {
            sum += part;
        }

        return sum;
    }

    private static long Missed(AllocationProblem problem, Assignment assignment)
    {
        var missed = 0L;
        for (var row = problem.Resources.Count; row < problem.Rows.Count; row++)
        {
            missed += Math.Max(0, assignment.Used[row] - problem.Rows[row].Bound);
        }

        return missed;
    }

    /// <summary>A contact more for a minimum volume is never worth more than some multiple of the greatest value there is.</summary>
    private static double[] HighestPrices(AllocationProblem problem, CustomerPass pass)
    {
        var parts = new double[pass.Blocks];
        pass.Run(null, (place, _, scratch) =>
        {
            for (var customer = 0; customer < scratch.Block.Count; customer++)
            {
                foreach (var value in scratch.Block.ValuesOf(customer))
                {
                    parts[place] = Math.Abs(value) > parts[place] ? Math.Abs(value) : parts[place];
                }
            }
        });
        var most = HighestPricePerValue * Math.Max(parts.DefaultIfEmpty().Max(), 1e-9);
        return [.. problem.Rows.Select(_ => most)];
    }
}
