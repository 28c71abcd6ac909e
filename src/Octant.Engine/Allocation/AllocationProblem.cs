namespace Octant.Engine.Allocation;

/// <summary>One way to contact a customer: an offering of a campaign through a channel.</summary>
/// <param name="Campaign">By number, from 0.</param>
/// <param name="Offering">By number, from 0.</param>
/// <param name="Channel">By number, from 0.</param>
public readonly record struct AllocationOption(int Campaign, int Offering, int Channel);

/// <summary>What all customers share and no allocation exceeds: a channel's capacity, a budget, a stock, a campaign's most contacts.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Capacity">Units: contacts, pieces, or money in minor units. 0 or more.</param>
/// <param name="UnitsPerContact">By option: what one contact uses; 0 or more.</param>
public sealed record SharedResource(string Name, long Capacity, IReadOnlyList<long> UnitsPerContact);

/// <summary>A campaign's least number of contacts.</summary>
/// <param name="Campaign">By number, as in <see cref="AllocationOption"/>.</param>
public sealed record MinimumVolume(string Name, int Campaign, long Contacts);

/// <summary>
/// A cap of the contact policy: of these options a customer is given so many at most, fewer where the ledger holds contacts
/// already (<see cref="AllocationBlock.Headroom"/>).
/// </summary>
/// <param name="Options">The options it counts, by number.</param>
/// <param name="Most">Contacts of one customer, 0 to 255.</param>
public sealed record ContactLimit(string Name, IReadOnlyList<int> Options, int Most);

/// <summary>
/// Which options there are, and what binds them. The customers are not in it: they stream past in blocks, from an
/// <see cref="IAllocationCustomers"/>.
/// </summary>
public sealed class AllocationProblem
{
    /// <summary>So many options at most: an option's number is kept in two bytes, and 0xFFFF means none.</summary>
    public const int MostOptions = 1024;

    /// <summary>So many contacts of one customer at most.</summary>
    public const int MostContacts = 16;

    /// <exception cref="ArgumentException">A number is out of range; the message says which.</exception>
    public AllocationProblem(
        IReadOnlyList<AllocationOption> options,
        int mostPerCustomer,
        IReadOnlyList<SharedResource> resources,
        IReadOnlyList<MinimumVolume> minimums,
        IReadOnlyList<ContactLimit> limits)
    {
        Require(options.Count is > 0 and <= MostOptions, $"There are {options.Count} options; expected 1 to {MostOptions}.");
        Require(mostPerCustomer is > 0 and <= MostContacts, $"A customer may have {mostPerCustomer} contacts; expected 1 to {MostContacts}.");
        foreach (var resource in resources)
        {
            Require(resource.Capacity >= 0, $"{resource.Name} has a capacity of {resource.Capacity}; expected 0 or more.");
            Require(
                resource.UnitsPerContact.Count == options.Count && resource.UnitsPerContact.All(units => units >= 0),
                $"{resource.Name} names units for {resource.UnitsPerContact.Count} options; expected 0 or more for each of {options.Count}.");
        }

        foreach (var minimum in minimums)
        {
            Require(minimum.Contacts >= 0, $"{minimum.Name} is to have {minimum.Contacts} contacts at least; expected 0 or more.");
        }

        foreach (var limit in limits)
        {
            Require(limit.Most is >= 0 and <= byte.MaxValue, $"{limit.Name} allows {limit.Most} contacts; expected 0 to 255.");
            Require(limit.Options.All(option => option >= 0 && option < options.Count), $"{limit.Name} counts an option that is not there.");
        }

        (Options, MostPerCustomer, Resources, Minimums, Limits) = (options, mostPerCustomer, resources, minimums, limits);
        LimitsOf = [.. options.Select((_, option) => Enumerable.Range(0, limits.Count).Where(limit => limits[limit].Options.Contains(option)).ToArray())];
        Rows = [.. resources.Select(ResourceRow.Of), .. minimums.Select(minimum => ResourceRow.Of(minimum, options))];
    }

    public IReadOnlyList<AllocationOption> Options { get; }

    /// <summary>Contacts of one customer at most, whatever else the limits say.</summary>
    public int MostPerCustomer { get; }

    public IReadOnlyList<SharedResource> Resources { get; }

    public IReadOnlyList<MinimumVolume> Minimums { get; }

    public IReadOnlyList<ContactLimit> Limits { get; }

    /// <summary>By option: the limits that count it.</summary>
    internal int[][] LimitsOf { get; }

    /// <summary>Resources, then minimums, each as units × contacts ≤ right-hand side.</summary>
    internal IReadOnlyList<ResourceRow> Rows { get; }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}

/// <summary>A resource or a minimum as one row: Σ units[option] × contacts[option] ≤ bound; a minimum has both negative.</summary>
internal sealed record ResourceRow(string Name, long Bound, long[] Units)
{
    /// <summary>What the price of the row is measured in, so that all rows weigh alike.</summary>
    public double Scale { get; } = Math.Max(1, Math.Abs(Bound));

    public static ResourceRow Of(SharedResource resource) => new(resource.Name, resource.Capacity, [.. resource.UnitsPerContact]);

    public static ResourceRow Of(MinimumVolume minimum, IReadOnlyList<AllocationOption> options) =>
        new(minimum.Name, -minimum.Contacts, [.. options.Select(option => option.Campaign == minimum.Campaign ? -1L : 0L)]);

    public long Used(ReadOnlySpan<long> contacts)
    {
        var used = 0L;
        for (var option = 0; option < Units.Length; option++)
        {
            used = checked(used + (Units[option] * contacts[option]));
        }

        return used;
    }
}

/// <summary>A block of customers, filled by <see cref="IAllocationCustomers"/>. One is used again and again by one worker.</summary>
public sealed class AllocationBlock
{
    internal AllocationBlock(int capacity, int options, int limits)
    {
        Values = new float[capacity * options];
        Headroom = new byte[capacity * limits];
        Options = options;
        Limits = limits;
    }

    /// <summary>How many customers it holds; the source sets it.</summary>
    public int Count { get; set; }

    /// <summary>
    /// Customer × option: the expected value of the contact, in any one unit; NaN where it is not possible (not eligible, no
    /// consent, no such channel). It may be negative: such a contact is made for a minimum volume only.
    /// </summary>
    public float[] Values { get; }

    /// <summary>Customer × limit: contacts that still fit under the limit. Set to the limit's most before each fill.</summary>
    public byte[] Headroom { get; }

    internal int Options { get; }

    internal int Limits { get; }

    internal ReadOnlySpan<float> ValuesOf(int customer) => Values.AsSpan(customer * Options, Options);

    internal ReadOnlySpan<byte> HeadroomOf(int customer) => Headroom.AsSpan(customer * Limits, Limits);
}

/// <summary>
/// The customers, in blocks of one size (the last may be shorter). They are read many times, from several threads when the
/// caller works in parallel, and must be the same each time.
/// </summary>
public interface IAllocationCustomers
{
    int Count { get; }

    int BlockSize { get; }

    /// <summary>Fills a block with the customers <c>number × BlockSize</c> and up.</summary>
    void Fill(int number, AllocationBlock block);
}

/// <summary>How far an allocation has come.</summary>
/// <param name="Stage">In words of the report: pricing, assigning, repairing.</param>
/// <param name="Done">Of <paramref name="Total"/>.</param>
/// <param name="Bound">The least upper bound so far; null while there is none.</param>
public readonly record struct AllocationProgress(string Stage, int Done, int Total, double? Bound);

/// <summary>What a caller may set.</summary>
public sealed record AllocationOptions
{
    /// <summary>Passes over all customers to find the prices, at most.</summary>
    public int MostPasses { get; init; } = 60;

    /// <summary>Pricing ends when the bound can fall by no more than this part of itself.</summary>
    public double Precision { get; init; } = 1e-4;

    /// <summary>Which of equal customers are taken; the same seed gives the same allocation.</summary>
    public ulong Seed { get; init; } = 1;
}
