namespace Octant.Bench.Generator;

/// <summary>
/// A condition about a generated customer, as data: rules and audience queries are both made of it, and every language
/// (ours, SQL, the peers') is a rendering of it, so that all are asked the same.
/// </summary>
public abstract record Condition
{
    /// <summary>The generator's own answer, by which all others are checked. Null is unknown (Kleene); a rule matches only when true.</summary>
    public abstract bool? Holds(GeneratedCustomer customer);
}

/// <param name="From">Included; null for no lower bound.</param>
/// <param name="Below">Excluded.</param>
public sealed record NumberBetween(int Number, int? From, int Below) : Condition
{
    public override bool? Holds(GeneratedCustomer customer)
    {
        var value = customer.Numbers[Number];
        return value == CustomerTable.Missing ? null : (From is null || value >= From) && value < Below;
    }
}

public sealed record CategoryIn(int Category, IReadOnlyList<int> Values) : Condition
{
    public override bool? Holds(GeneratedCustomer customer)
    {
        var value = customer.Categories[Category];
        return value == CustomerTable.Missing ? null : Values.Contains(value);
    }
}

public sealed record TagPresent(int Tag) : Condition
{
    public override bool? Holds(GeneratedCustomer customer) => customer.HasTag(Tag);
}

/// <summary>The customer owns at least one of them.</summary>
public sealed record OwnsAny(IReadOnlyList<int> Offerings) : Condition
{
    public override bool? Holds(GeneratedCustomer customer) => customer.Offerings.Any(owned => Offerings.Contains(owned));
}

public sealed record Not(Condition Inner) : Condition
{
    public override bool? Holds(GeneratedCustomer customer) => !Inner.Holds(customer);
}

public sealed record AllOf(params IReadOnlyList<Condition> Parts) : Condition
{
    public override bool? Holds(GeneratedCustomer customer)
    {
        bool? all = true;
        foreach (var part in Parts)
        {
            all &= part.Holds(customer);
            if (all == false)
            {
                return false;
            }
        }

        return all;
    }
}

public sealed record AnyOf(params IReadOnlyList<Condition> Parts) : Condition
{
    public override bool? Holds(GeneratedCustomer customer)
    {
        bool? any = false;
        foreach (var part in Parts)
        {
            any |= part.Holds(customer);
            if (any == true)
            {
                return true;
            }
        }

        return any;
    }
}
