using Octant.Engine.Allocation;

namespace Octant.Server.Commands.Allocations;

/// <summary>How often one option was given.</summary>
public sealed record OptionVolume(string Campaign, string Offering, string Channel, long Contacts);

/// <param name="Price">What the last contact of it cost in value elsewhere, about.</param>
public sealed record MinimumAnswer(string Name, long Contacts, long Reached, double Price);

/// <summary>The answer of <c>octant allocate</c>.</summary>
/// <param name="Value">In the unit of the candidates' values, as the bound and the prices.</param>
/// <param name="Bound">No allocation is worth more.</param>
/// <param name="Gap">Part of the bound that was not reached, 0 to 1.</param>
public sealed record AllocationAnswer(
    int Customers,
    long Contacts,
    double Value,
    double Bound,
    double Gap,
    int Passes,
    IReadOnlyList<ResourceUse> Resources,
    IReadOnlyList<MinimumAnswer> Minimums,
    IReadOnlyList<OptionVolume> Volumes)
{
    internal static AllocationAnswer Of(AllocationFile file, Allocation allocation) => new(
        file.Count,
        allocation.Contacts.Sum(),
        allocation.Value,
        allocation.Bound,
        allocation.Gap,
        allocation.Passes,
        allocation.Resources,
        [.. allocation.Minimums.Select(minimum => new MinimumAnswer(minimum.Name, minimum.Contacts, minimum.Reached, minimum.Price))],
        [.. file.Options.Select((option, number) => new OptionVolume(option.Campaign, option.Offering, option.Channel, allocation.Contacts[number]))]);
}
