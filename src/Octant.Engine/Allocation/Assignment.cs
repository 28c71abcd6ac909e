namespace Octant.Engine.Allocation;

/// <summary>Who is given what, and how much of every row that uses. Two bytes for each contact a customer may have.</summary>
internal sealed class Assignment
{
    public const ushort None = ushort.MaxValue;

    private readonly AllocationProblem _problem;
    private readonly ushort[] _options;

    public Assignment(AllocationProblem problem, int customers)
    {
        _problem = problem;
        _options = new ushort[customers * problem.MostPerCustomer];
        _options.AsSpan().Fill(None);
        Used = new long[problem.Rows.Count];
    }

    /// <summary>By row: units used.</summary>
    public long[] Used { get; private set; }

    /// <summary>The places of one customer, free ones among them.</summary>
    public Span<ushort> Of(int customer) => _options.AsSpan(customer * _problem.MostPerCustomer, _problem.MostPerCustomer);

    /// <summary>Counts again what is used: the truth, beside which every running count is only kept up.</summary>
    public long[] Count()
    {
        var contacts = new long[_problem.Options.Count];
        foreach (var option in _options)
        {
            if (option != None)
            {
                contacts[option]++;
            }
        }

        Used = [.. _problem.Rows.Select(row => row.Used(contacts))];
        return contacts;
    }

    public void Replace(int customer, int place, ushort option)
    {
        ref var current = ref Of(customer)[place];
        for (var row = 0; row < Used.Length; row++)
        {
            var units = _problem.Rows[row].Units;
            Used[row] += (option == None ? 0 : units[option]) - (current == None ? 0 : units[current]);
        }

        current = option;
    }

    public Assignment Copy()
    {
        var copy = new Assignment(_problem, _options.Length / _problem.MostPerCustomer);
        _options.CopyTo(copy._options, 0);
        Used.CopyTo(copy.Used, 0);
        return copy;
    }
}
