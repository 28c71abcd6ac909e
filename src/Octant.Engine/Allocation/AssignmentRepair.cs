namespace Octant.Engine.Allocation;

/// <summary>
/// Makes an assignment that nearly keeps to the rows keep to them exactly, and then better: in rounds, every customer names
/// the one move that helps most (a contact given, taken away or exchanged for another), and the moves are made in order of
/// how much they help for what they cost, each only if it still does.
/// </summary>
/// <remarks>
/// First over-use and missing minimum volumes, at the least loss of value − price; where a minimum volume and a resource
/// cannot both be had the resource wins, and the minimum is reported as missed. Then whatever value can be had without
/// breaking anything. Customers' own limits hold at every moment.
/// </remarks>
internal sealed class AssignmentRepair(AllocationProblem problem, CustomerPass pass, Assignment assignment, double[] prices)
{
    private const int MostRounds = 40;
    private const double LeastGain = 1e-9;

    private readonly int _options = problem.Options.Count;

    /// <summary>By what is taken away (last: nothing) and what is given (last: nothing): how much a move helps the rows; 0 or less where it must not be made.</summary>
    private readonly double[] _help = new double[(problem.Options.Count + 1) * (problem.Options.Count + 1)];
    private readonly double[] _prices = [.. prices, 0];
    private bool _ignoreMinimums;

    private enum Aim
    {
        Keep,
        Improve,
    }

    public void Run(Action<int> told)
    {
        var round = 0;
        _ignoreMinimums = false;
        while (round < MostRounds && Violation(minimumsToo: true) > 0 && Round(Aim.Keep) > 0)
        {
            told(++round);
        }

        // What is left are minimums nobody can fill; capacity comes first.
        _ignoreMinimums = true;
        while (Violation(minimumsToo: false) > 0 && Round(Aim.Keep) > 0)
        {
            told(++round);
        }

        _ignoreMinimums = false;
        while (round < MostRounds && Round(Aim.Improve) > 0)
        {
            told(++round);
        }
    }

    private double Violation(bool minimumsToo)
    {
        var sum = 0.0;
        for (var row = 0; row < (minimumsToo ? problem.Rows.Count : problem.Resources.Count); row++)
        {
            sum += Math.Max(0, assignment.Used[row] - problem.Rows[row].Bound) / problem.Rows[row].Scale;
        }

        return sum;
    }

    /// <summary>One move of each customer at most. Answers how many were made.</summary>
    private int Round(Aim aim)
    {
        for (var from = 0; from <= _options; from++)
        {
            for (var to = 0; to <= _options; to++)
            {
                _help[(from * (_options + 1)) + to] = Help(from, to, aim);
            }
        }

        var parts = new List<Move>[pass.Blocks];
        pass.Run(null, (place, number, scratch) =>
        {
            var moves = new List<Move>();
            for (var customer = 0; customer < scratch.Block.Count; customer++)
            {
                if (Best(number * pass.BlockSize + customer, scratch.Block, customer, aim) is { } move)
                {
                    moves.Add(move);
                }
            }

            parts[place] = moves;
        });
        var all = parts.SelectMany(moves => moves).ToArray();
        Array.Sort(all, (left, right) => left.Score != right.Score ? right.Score.CompareTo(left.Score) : left.Customer.CompareTo(right.Customer));
        var made = 0;
        foreach (var move in all)
        {
            if (Help(move.From, move.To, aim) > 0)
            {
                assignment.Replace(move.Customer, move.Place, move.To == _options ? Assignment.None : (ushort)move.To);
                made++;
            }
        }

        return made;
    }

    /// <summary>How much a move takes off what is too much or missing, as parts of the rows; for an improvement 1 when it breaks nothing.</summary>
    private double Help(int from, int to, Aim aim)
    {
        if (from == to)
        {
            return 0;
        }

        var help = 0.0;
        for (var row = 0; row < (_ignoreMinimums ? problem.Resources.Count : problem.Rows.Count); row++)
        {
            var units = problem.Rows[row].Units;
            var change = (to == _options ? 0 : units[to]) - (from == _options ? 0 : units[from]);
            if (change == 0)
            {
                continue;
            }

            var over = assignment.Used[row] - problem.Rows[row].Bound;
            var (before, after) = (Math.Max(0, over), Math.Max(0, over + change));
            if (after > before)
            {
                return 0;
            }

            help += (before - after) / problem.Rows[row].Scale;
        }

        return aim == Aim.Improve ? 1 : help;
    }

    private Move? Best(int customer, AllocationBlock block, int inBlock, Aim aim)
    {
        var values = block.ValuesOf(inBlock);
        var headroom = block.HeadroomOf(inBlock);
        var places = assignment.Of(customer);
        Move? best = null;
        var freeSeen = false;
        for (var place = 0; place < places.Length; place++)
        {
            var isFree = places[place] == Assignment.None;
            if (isFree && freeSeen)
            {
                continue;
            }

            freeSeen |= isFree;
            var from = isFree ? _options : places[place];
            var lost = isFree ? 0 : values[from];
            for (var to = 0; to <= _options; to++)
            {
                var help = _help[(from * (_options + 1)) + to];
                if (!(help > 0))
                {
                    continue;
                }

                var gain = (to == _options ? 0.0 : values[to]) - lost;
                var score = aim == Aim.Improve ? gain : (gain - _prices[to] + _prices[from]) is var net && net < 0 ? net / help : net * help;

                // Not a number where the option is not possible: then neither of these holds.
                if ((aim == Aim.Improve ? gain > LeastGain : !double.IsNaN(score)) && (best is not { } known || score > known.Score) && Fits(places, place, to, headroom))
                {
                    best = new Move(customer, (byte)place, (ushort)from, (ushort)to, score);
                }
            }
        }

        return best;
    }

    /// <summary>The customer's limits still hold.</summary>
    private bool Fits(ReadOnlySpan<ushort> places, int place, int to, ReadOnlySpan<byte> headroom)
    {
        if (to == _options)
        {
            return true;
        }

        for (var other = 0; other < places.Length; other++)
        {
            if (other != place && places[other] == to)
            {
                return false;
            }
        }

        foreach (var limit in problem.LimitsOf[to])
        {
            var count = 1;
            for (var other = 0; other < places.Length; other++)
            {
                if (other != place && places[other] != Assignment.None && Array.IndexOf(problem.LimitsOf[places[other]], limit) >= 0)
                {
                    count++;
                }
            }

            if (count > headroom[limit])
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct Move(int Customer, byte Place, ushort From, ushort To, double Score);
}
