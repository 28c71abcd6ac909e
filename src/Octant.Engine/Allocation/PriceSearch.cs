namespace Octant.Engine.Allocation;

/// <summary>
/// Finds the prices of the rows at which the upper bound is least: a proximal bundle method (Lemaréchal; Kiwiel 1990) on the
/// Lagrangian dual. Every answer of the customers is a line below the dual function; the next prices minimise the highest of
/// the lines, held near the best prices so far. Its weights on the lines also say which mixture of the answers keeps to the
/// rows, which is where the primal assignment comes from: an answer at one price alone would give whole groups of equal
/// customers to one side.
/// </summary>
/// <remarks>
/// Prices are searched in units of value for the whole row (price × |right-hand side|), so that a budget of millions and a
/// minimum of ten weigh alike.
/// </remarks>
internal sealed class PriceSearch
{
    private const int MostLines = 90;
    private const int MostShifts = 2_000;
    private const double Acceptance = 0.1;
    private const double Infeasibility = 5e-4;

    private readonly AllocationProblem _problem;
    private readonly double[] _highest;
    private readonly List<Line> _lines = [];
    private double[] _center;
    private double _centerBound = double.PositiveInfinity;
    private double _step;

    /// <param name="start">Prices by row.</param>
    /// <param name="highest">The highest prices by row: beyond them a minimum volume cannot be bought.</param>
    public PriceSearch(AllocationProblem problem, double[] start, double[] highest)
    {
        _problem = problem;
        _center = [.. start.Select((price, row) => price * problem.Rows[row].Scale)];
        _highest = [.. highest.Select((price, row) => price * problem.Rows[row].Scale)];
    }

    /// <summary>The best prices so far.</summary>
    public double[] Prices => Unscaled(_center);

    /// <summary>The least upper bound so far.</summary>
    public double Bound => _centerBound;

    /// <summary>The answers the customers' mixture is made of, with weights that sum to 1.</summary>
    public IReadOnlyList<(DualPoint Point, double Weight)> Mixture => [.. _lines.Where(line => line.Weight > 1e-6).Select(line => (line.Point, line.Weight))];

    /// <summary>Asks at most so many times.</summary>
    /// <param name="ask">What the customers answer to prices by row.</param>
    /// <param name="told">After each answer: how many there were, and the least bound.</param>
    public void Run(Func<double[], DualPoint> ask, int mostPasses, double precision, Action<int, double> told)
    {
        var rightHandSides = _problem.Rows.Select(row => row.Bound).ToArray();
        Add(ask(Prices), rightHandSides);
        _centerBound = _lines[^1].Point.Bound(rightHandSides);
        _step = FirstStep(_lines[^1]);
        told(1, _centerBound);
        var nulls = 0;
        for (var pass = 2; pass <= mostPasses; pass++)
        {
            var next = Minimise();
            if (IsGoodEnough(precision))
            {
                return;
            }

            var predicted = _centerBound - _lines.Max(line => line.At(next));
            var point = ask(Unscaled(next));
            var bound = point.Bound(rightHandSides);
            Add(point, rightHandSides);
            if (bound <= _centerBound - (Acceptance * predicted))
            {
                _step *= _centerBound - bound > 0.5 * predicted ? 2 : 1;
                (_center, _centerBound, nulls) = (next, bound, 0);
            }
            else if (++nulls >= 3)
            {
                (_step, nulls) = (_step * 0.6, 0);
            }

            told(pass, _centerBound);
        }

        Minimise();
    }

    private double[] Unscaled(double[] scaled) => [.. scaled.Select((price, row) => price / _problem.Rows[row].Scale)];

    /// <summary>A step along the first slope that would lower the bound by a tenth if it went on like this.</summary>
    private static double FirstStep(Line line)
    {
        var square = line.Slope.Sum(slope => slope * slope);
        return square > 0 ? Math.Max(0.1 * Math.Abs(line.Point.UpperOfCustomers), 1e-9) / square : 1;
    }

    /// <summary>The mixture keeps to the rows, all but a little, and is worth as much as the bound, all but a little.</summary>
    private bool IsGoodEnough(double precision)
    {
        var value = _lines.Sum(line => line.Weight * line.Point.Value);
        for (var row = 0; row < _center.Length; row++)
        {
            if (_lines.Sum(line => line.Weight * line.Slope[row]) < -Infeasibility)
            {
                return false;
            }
        }

        return _centerBound - value <= precision * Math.Abs(_centerBound);
    }

    private void Add(DualPoint point, long[] rightHandSides)
    {
        if (_lines.Count >= MostLines)
        {
            var idle = _lines.FindIndex(line => line.Weight == 0);
            _lines.RemoveAt(idle >= 0 ? idle : 0);
        }

        var slope = new double[_center.Length];
        for (var row = 0; row < slope.Length; row++)
        {
            slope[row] = (rightHandSides[row] - _problem.Rows[row].Used(point.Contacts)) / _problem.Rows[row].Scale;
        }

        _lines.Add(new Line(point, slope) { Weight = _lines.Count == 0 ? 1 : 0 });
    }

    /// <summary>
    /// The prices with the lowest highest line, near the centre. Solved through its own dual, the weights of the lines: weight
    /// goes from the lowest line that has some to the highest, until all that have some are equally high.
    /// </summary>
    private double[] Minimise()
    {
        var total = _lines.Sum(line => line.Weight);
        if (total <= 0)
        {
            _lines[^1].Weight = total = 1;
        }

        foreach (var line in _lines)
        {
            line.Weight /= total;
        }

        var slope = new double[_center.Length];
        var prices = new double[_center.Length];
        foreach (var line in _lines)
        {
            AddTo(slope, line.Slope, line.Weight);
        }

        var tolerance = 1e-7 * Math.Max(1e-9, Math.Abs(_centerBound));
        for (var shift = 0; shift < MostShifts; shift++)
        {
            SetPrices(slope, prices);
            var (highest, lowest) = (_lines[0], (Line?)null);
            foreach (var line in _lines)
            {
                line.Height = line.At(prices);
                highest = line.Height > highest.Height ? line : highest;
                lowest = line.Weight > 0 && (lowest is null || line.Height < lowest.Height) ? line : lowest;
            }

            if (lowest is null || highest.Height - lowest.Height <= tolerance)
            {
                break;
            }

            Shift(highest, lowest, slope, prices);
        }

        SetPrices(slope, prices);
        return prices;
    }

    /// <summary>Moves as much weight as makes the two lines equally high, or all there is.</summary>
    private void Shift(Line to, Line from, double[] slope, double[] prices)
    {
        var curvature = 0.0;
        for (var row = 0; row < slope.Length; row++)
        {
            var difference = to.Slope[row] - from.Slope[row];
            curvature += difference * difference;
        }

        var (least, most) = (0.0, from.Weight);
        var amount = Math.Min(most, (to.Height - from.Height) / Math.Max(_step * curvature, double.Epsilon));
        var trial = new double[slope.Length];
        for (var attempt = 0; attempt < 20; attempt++)
        {
            // A price that stands at its end does not move, so the true curvature may be less: go further while it pays.
            Try(amount);
            var difference = to.At(prices) - from.At(prices);
            if (Math.Abs(difference) <= 0.1 * (to.Height - from.Height))
            {
                least = amount;
                break;
            }

            if (difference >= 0)
            {
                least = amount;
                if (amount >= most)
                {
                    break;
                }

                amount = Math.Min(most, amount * 2);
            }
            else
            {
                most = amount;
                amount = (least + most) / 2;
            }

            if (most - least <= 1e-9)
            {
                break;
            }
        }

        if (least <= 0)
        {
            least = amount;
        }

        to.Weight += least;
        from.Weight = from.Weight - least < 1e-12 ? 0 : from.Weight - least;
        AddTo(slope, to.Slope, least);
        AddTo(slope, from.Slope, -least);

        void Try(double weight)
        {
            slope.CopyTo(trial, 0);
            AddTo(trial, to.Slope, weight);
            AddTo(trial, from.Slope, -weight);
            SetPrices(trial, prices);
        }
    }

    private void SetPrices(double[] slope, double[] prices)
    {
        for (var row = 0; row < slope.Length; row++)
        {
            prices[row] = Math.Clamp(_center[row] - (_step * slope[row]), 0, _highest[row]);
        }
    }

    private static void AddTo(double[] sum, double[] terms, double factor)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += terms[i] * factor;
        }
    }

    /// <summary>A line below the dual function: the value of an answer plus price × what it leaves of each row.</summary>
    private sealed class Line(DualPoint point, double[] slope)
    {
        public DualPoint Point => point;

        public double[] Slope => slope;

        public double Weight { get; set; }

        public double Height { get; set; }

        public double At(double[] scaledPrices)
        {
            var height = point.Value;
            for (var row = 0; row < slope.Length; row++)
            {
                height += slope[row] * scaledPrices[row];
            }

            return height;
        }
    }
}
