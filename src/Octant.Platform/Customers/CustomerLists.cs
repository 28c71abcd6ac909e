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

    /// <summary>Good items remembered while a file is read; a file with more different ones pays for them.</summary>
    private const int MostKnown = 100_000;

    public static bool IsTag(string tag) =>
        tag.Length is > 0 and <= LongestTag && tag == tag.Trim() && !tag.Contains(Separator, StringComparison.Ordinal) && !tag.Any(char.IsControl);

    /// <summary>It need not be in the catalogue: customers own what is no longer sold.</summary>
    public static bool IsProduct(string offering) => FieldChecks.IsId(offering);

    /// <summary>
    /// The items of a cell, each once; none for an empty cell. Null when one of them has not the form, or there are too many.
    /// </summary>
    /// <param name="known">Items that were found good before, which need neither another look nor another string; it is added to.</param>
    public static List<string>? TryRead(ReadOnlySpan<char> cell, Func<string, bool> isItem, HashSet<string> known)
    {
        var items = new List<string>();
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var range in cell.Split(Separator))
        {
            var item = cell[range].Trim();
            if (item.IsEmpty)
            {
                continue;
            }

            if (!lookup.TryGetValue(item, out var text))
            {
                text = item.ToString();
                if (!isItem(text))
                {
                    return null;
                }

                if (known.Count < MostKnown)
                {
                    known.Add(text);
                }
            }

            if (!items.Contains(text, StringComparer.Ordinal))
            {
                items.Add(text);
            }

            if (items.Count > MostItems)
            {
                return null;
            }
        }

        return items;
    }
}
