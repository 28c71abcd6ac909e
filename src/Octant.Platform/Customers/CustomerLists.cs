using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers;

/// <summary>What the lists of a customer, tags and products, may hold.</summary>
public static class CustomerLists
{
    public const int MostItems = 500;
    public const int LongestTag = 100;

    public const string TagForm = "a text of 1 to 100 characters without ;";
    public const string ProductForm = "the id of an offering: 1 to 64 of the characters A-Z a-z 0-9 . _ -";

    private const char Separator = ';';

    public static bool IsTag(string tag) =>
        tag.Length is > 0 and <= LongestTag && tag == tag.Trim() && !tag.Contains(Separator, StringComparison.Ordinal) && !tag.Any(char.IsControl);

    /// <summary>It need not be in the catalogue: customers own what is no longer sold.</summary>
    public static bool IsProduct(string offering) => FieldChecks.IsId(offering);

    /// <summary>The items of a cell, each once; none for an empty cell.</summary>
    public static IReadOnlyList<string> Split(string cell) =>
    [
        .. cell.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal),
    ];
}
