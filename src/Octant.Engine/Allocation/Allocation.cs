namespace Octant.Engine.Allocation;

/// <summary>What became of a shared resource.</summary>
/// <param name="Used">Never more than <paramref name="Capacity"/>.</param>
/// <param name="Price">What one unit more would be worth, about; 0 where it does not bind.</param>
public sealed record ResourceUse(string Name, long Capacity, long Used, double Price);

/// <summary>What became of a minimum volume.</summary>
/// <param name="Reached">Less than <paramref name="Contacts"/> when it could not be had with the capacities.</param>
/// <param name="Price">What the last contact of it cost in value elsewhere, about; 0 where it comes by itself.</param>
public sealed record VolumeReached(string Name, long Contacts, long Reached, double Price)
{
    public bool IsMissed => Reached < Contacts;
}

/// <summary>Who is given what, and how good that is.</summary>
public sealed class Allocation
{
    private readonly Assignment _assignment;

    private Allocation(Assignment assignment) => _assignment = assignment;

    /// <summary>The sum of the expected values.</summary>
    public required double Value { get; init; }

    /// <summary>
    /// No allocation is worth more. Where a minimum volume was missed the bound is on allocations that reach as much of it as
    /// this one.
    /// </summary>
    public required double Bound { get; init; }

    /// <summary>How much of the bound was not reached, as a part of it; 0 or more.</summary>
    public double Gap => Bound == 0 ? 0 : Math.Max(0, (Bound - Value) / Math.Abs(Bound));

    /// <summary>In the order of the problem.</summary>
    public required IReadOnlyList<ResourceUse> Resources { get; init; }

    /// <summary>In the order of the problem.</summary>
    public required IReadOnlyList<VolumeReached> Minimums { get; init; }

    /// <summary>By option: contacts.</summary>
    public required IReadOnlyList<long> Contacts { get; init; }

    /// <summary>Passes over all customers that the search for prices took.</summary>
    public required int Passes { get; init; }

    /// <summary>The options a customer is given, by number, in rising order.</summary>
    public IEnumerable<int> OptionsOf(int customer)
    {
        var options = new List<int>();
        foreach (var option in _assignment.Of(customer))
        {
            if (option != Assignment.None)
            {
                options.Add(option);
            }
        }

        options.Sort();
        return options;
    }

    internal static Allocation Of(AllocationProblem problem, Assignment assignment, double value, IReadOnlyList<DualPoint> asked, double[] prices)
    {
        var contacts = assignment.Count();
        var rightHandSides = new long[problem.Rows.Count];
        for (var row = 0; row < rightHandSides.Length; row++)
        {
            rightHandSides[row] = problem.Rows[row].Bound;
            if (row >= problem.Resources.Count)
            {
                rightHandSides[row] = Math.Max(rightHandSides[row], assignment.Used[row]);
            }
            else if (assignment.Used[row] > rightHandSides[row])
            {
                throw new InvalidOperationException($"{problem.Rows[row].Name} is used {assignment.Used[row]} times of {rightHandSides[row]}.");
            }
        }

        return new Allocation(assignment)
        {
            Value = value,
            Bound = asked.Min(point => point.Bound(rightHandSides)),
            Contacts = contacts,
            Passes = asked.Count,
            Resources = [.. problem.Resources.Select((resource, row) => new ResourceUse(resource.Name, resource.Capacity, assignment.Used[row], prices[row]))],
            Minimums =
            [
                .. problem.Minimums.Select((minimum, index) =>
                    new VolumeReached(minimum.Name, minimum.Contacts, -assignment.Used[problem.Resources.Count + index], prices[problem.Resources.Count + index])),
            ],
        };
    }
}
