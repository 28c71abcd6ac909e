using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Insights.Comparisons;

/// <summary>
/// A whole, such as all redemptions of a month, in two periods and part by part, as it was counted outside: the imported figures of a
/// campaign that had no control group, or of a year.
/// </summary>
public sealed record Comparison
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What the first period is called, such as <c>March 2008</c>.</summary>
    public required string Before { get; init; }

    /// <summary>What the second period is called.</summary>
    public required string After { get; init; }

    /// <summary>What is counted: customers, transactions, points.</summary>
    public required IReadOnlyList<ComparedMeasure> Measures { get; init; }

    /// <summary>All parts of the whole, each once.</summary>
    public required IReadOnlyList<ComparedPart> Parts { get; init; }

    /// <summary>To how many customers of each part something was recommended, and how many accepted.</summary>
    public IReadOnlyList<Recommended> Recommendations { get; init; } = [];

    /// <summary>Where the figures are from.</summary>
    public string? Source { get; init; }
}

/// <summary>Something that is counted in every part.</summary>
public sealed record ComparedMeasure(string Id, string Name);

/// <summary>One part of the whole.</summary>
/// <param name="Group">Parts of the same group are also added up; null for none.</param>
/// <param name="Before">An amount of 0 or more for each measure, in their order.</param>
/// <param name="After">The same in the second period.</param>
public sealed record ComparedPart(string Name, string? Group, IReadOnlyList<decimal> Before, IReadOnlyList<decimal> After);

/// <param name="Part">Such as the channel.</param>
/// <param name="Accepted">At most <paramref name="Customers"/>.</param>
public sealed record Recommended(string Part, long Customers, long Accepted);

/// <summary>A comparison was created, replaced or deleted.</summary>
public sealed record ComparisonsChanged(string Id) : IMessage
{
    public static string Topic => "comparisons-changed";
}
