namespace Octant.Engine.Allocation;

/// <summary>
/// What the customers answer to prices of the rows: how often each option is chosen, and what that is worth. It yields an
/// upper bound at its own prices, and a lower line of the dual function everywhere.
/// </summary>
/// <param name="Prices">By row: value for one unit of it; never negative.</param>
/// <param name="Contacts">By option.</param>
/// <param name="Value">The sum of the values of what is chosen.</param>
/// <param name="UpperOfCustomers">The sum over customers of the most that value − price can be.</param>
internal sealed record DualPoint(double[] Prices, long[] Contacts, double Value, double UpperOfCustomers)
{
    /// <summary>No allocation that keeps to these right-hand sides is worth more.</summary>
    public double Bound(ReadOnlySpan<long> rightHandSides)
    {
        var bound = UpperOfCustomers;
        for (var row = 0; row < Prices.Length; row++)
        {
            bound += Prices[row] * rightHandSides[row];
        }

        return bound;
    }

    /// <summary>What each option costs at prices of the rows.</summary>
    public static double[] OptionPrices(AllocationProblem problem, ReadOnlySpan<double> prices)
    {
        var result = new double[problem.Options.Count];
        for (var row = 0; row < problem.Rows.Count; row++)
        {
            var units = problem.Rows[row].Units;
            for (var option = 0; option < result.Length; option++)
            {
                result[option] += prices[row] * units[option];
            }
        }

        return result;
    }

    /// <summary>Asks the customers of these blocks (null: all), and scales their answer up to all blocks.</summary>
    public static DualPoint Ask(AllocationProblem problem, CustomerPass pass, double[] prices, IReadOnlyList<int>? blocks, int customers)
    {
        var optionPrices = OptionPrices(problem, prices);
        var count = blocks?.Count ?? pass.Blocks;
        var parts = new (long[] Contacts, double Value, double Upper, int Customers)[count];
        pass.Run(blocks, (place, _, scratch) =>
        {
            var contacts = new long[problem.Options.Count];
            var (value, upper) = (0.0, 0.0);
            var (block, response) = (scratch.Block, scratch.Response);
            for (var customer = 0; customer < block.Count; customer++)
            {
                var values = block.ValuesOf(customer);
                response.Find(values, optionPrices, block.HeadroomOf(customer));
                upper += response.Upper;
                foreach (var option in response.Chosen)
                {
                    contacts[option]++;
                    value += values[option];
                }
            }

            parts[place] = (contacts, value, upper, block.Count);
        });
        var (sum, valueSum, upperSum, asked) = (new long[problem.Options.Count], 0.0, 0.0, 0L);
        foreach (var part in parts)
        {
            valueSum += part.Value;
            upperSum += part.Upper;
            asked += part.Customers;
            for (var option = 0; option < sum.Length; option++)
            {
                sum[option] += part.Contacts[option];
            }
        }

        if (blocks is not null)
        {
            var factor = (double)customers / asked;
            (valueSum, upperSum) = (valueSum * factor, upperSum * factor);
            for (var option = 0; option < sum.Length; option++)
            {
                sum[option] = (long)(sum[option] * factor);
            }
        }

        return new DualPoint(prices, sum, valueSum, upperSum);
    }
}
