namespace Octant.Engine.Allocation;

/// <summary>
/// What one customer should be given when every option has a price: the set of options with the greatest sum of value − price
/// that the customer's limits allow. Exact, by depth-first search over the options in order of value − price: the first way
/// down is the greedy choice, and what cannot beat the best so far is not followed. One per worker.
/// </summary>
internal sealed class BestResponse(AllocationProblem problem)
{
    /// <summary>After so many steps the best so far stands, and the bound is the one that ignores the limits.</summary>
    private const int MostSteps = 20_000;

    private readonly int[] _candidates = new int[problem.Options.Count];
    private readonly double[] _gains = new double[problem.Options.Count];
    private readonly int[] _left = new int[problem.Limits.Count];
    private readonly int[] _path = new int[problem.MostPerCustomer];
    private readonly int[] _best = new int[problem.MostPerCustomer];
    private int _candidateCount;
    private int _bestCount;
    private int _steps;

    /// <summary>In order of value − price.</summary>
    public ReadOnlySpan<int> Chosen => _best.AsSpan(0, _bestCount);

    /// <summary>The sum of value − price of what is chosen.</summary>
    public double Gain { get; private set; }

    /// <summary>No allowed set has more than this; it is <see cref="Gain"/> but for customers whose limits are too entangled.</summary>
    public double Upper { get; private set; }

    /// <param name="values">By option; NaN where it is not possible.</param>
    /// <param name="prices">By option.</param>
    /// <param name="headroom">By limit.</param>
    public void Find(ReadOnlySpan<float> values, ReadOnlySpan<double> prices, ReadOnlySpan<byte> headroom)
    {
        (_bestCount, Gain, Upper, _candidateCount, _steps) = (0, 0, 0, 0, 0);
        if (problem.MostPerCustomer == 1)
        {
            FindOne(values, prices, headroom);
            return;
        }

        for (var option = 0; option < values.Length; option++)
        {
            var gain = values[option] - prices[option];
            if (gain > 0 && IsAllowed(option, headroom))
            {
                Insert(option, gain);
            }
        }

        if (_candidateCount == 0)
        {
            return;
        }

        for (var limit = 0; limit < _left.Length; limit++)
        {
            _left[limit] = headroom[limit];
        }

        Descend(0, 0, 0);
        Upper = _steps > MostSteps ? Bound(0, problem.MostPerCustomer) : Gain;
    }

    private void FindOne(ReadOnlySpan<float> values, ReadOnlySpan<double> prices, ReadOnlySpan<byte> headroom)
    {
        var (best, most) = (-1, 0.0);
        for (var option = 0; option < values.Length; option++)
        {
            var gain = values[option] - prices[option];
            if (gain > most && IsAllowed(option, headroom))
            {
                (best, most) = (option, gain);
            }
        }

        if (best >= 0)
        {
            (_best[0], _bestCount, Gain, Upper) = (best, 1, most, most);
        }
    }

    private bool IsAllowed(int option, ReadOnlySpan<byte> headroom)
    {
        foreach (var limit in problem.LimitsOf[option])
        {
            if (headroom[limit] == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Keeps the candidates in falling order; equal ones in order of number.</summary>
    private void Insert(int option, double gain)
    {
        var at = _candidateCount++;
        while (at > 0 && _gains[at - 1] < gain)
        {
            (_gains[at], _candidates[at]) = (_gains[at - 1], _candidates[at - 1]);
            at--;
        }

        (_gains[at], _candidates[at]) = (gain, option);
    }

    private double Bound(int from, int most)
    {
        var sum = 0.0;
        for (var i = from; i < _candidateCount && most > 0; i++, most--)
        {
            sum += _gains[i];
        }

        return sum;
    }

    private void Descend(int from, int depth, double gain)
    {
        if (gain > Gain)
        {
            Gain = gain;
            _bestCount = depth;
            _path.AsSpan(0, depth).CopyTo(_best);
        }

        if (depth == problem.MostPerCustomer)
        {
            return;
        }

        for (var i = from; i < _candidateCount; i++)
        {
            if (gain + Bound(i, problem.MostPerCustomer - depth) <= Gain || ++_steps > MostSteps)
            {
                return;
            }

            if (Take(_candidates[i]))
            {
                _path[depth] = _candidates[i];
                Descend(i + 1, depth + 1, gain + _gains[i]);
                Release(_candidates[i]);
            }
        }
    }

    private bool Take(int option)
    {
        var limits = problem.LimitsOf[option];
        foreach (var limit in limits)
        {
            if (_left[limit] == 0)
            {
                return false;
            }
        }

        foreach (var limit in limits)
        {
            _left[limit]--;
        }

        return true;
    }

    private void Release(int option)
    {
        foreach (var limit in problem.LimitsOf[option])
        {
            _left[limit]++;
        }
    }
}
