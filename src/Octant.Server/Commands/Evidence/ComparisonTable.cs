using Octant.Platform.Insights.Comparisons;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Evidence;

/// <summary>Where a measure stands in a table.</summary>
internal readonly record struct MeasureColumns(string Name, string Before, string After);

/// <summary>Reads comparisons and recommendations from tables with one part of the whole, such as a channel, a row.</summary>
internal static class ComparisonTable
{
    /// <param name="group">The column of the part's group; null for none.</param>
    /// <param name="before">What columns of the first period end in; unused where <paramref name="measures"/> are named.</param>
    public static Comparison Read(string path, string part, string? group, IReadOnlyList<MeasureColumns> measures, string before, string after)
    {
        using var table = TableFile.Open(path, part);
        var name = table.Column(part);
        TableColumn? grouped = group is null ? null : table.Column(group);
        measures = measures.Count > 0 ? measures : FindMeasures(table, before, after);
        var columns = measures.Select(measure => (Before: table.Column(measure.Before), After: table.Column(measure.After))).ToList();
        var parts = new List<ComparedPart>();
        while (table.Read())
        {
            var own = table.RequiredText(name);
            if (parts.Exists(known => known.Name == own))
            {
                throw table.Wrong(name, "each part once");
            }

            parts.Add(new ComparedPart(
                own,
                grouped is { } column && table.Text(column) is { Length: > 0 } text ? text : null,
                [.. columns.Select(pair => Amount(table, pair.Before))],
                [.. columns.Select(pair => Amount(table, pair.After))]));
        }

        return new Comparison
        {
            Id = "comparison",
            Name = Path.GetFileNameWithoutExtension(path),
            Before = before,
            After = after,
            Measures = [.. measures.Select(measure => new ComparedMeasure(measure.Name, measure.Name))],
            Parts = parts.Count > 0 ? parts : throw new CommandFailedException($"{Path.GetFileName(path)} has no parts below its header."),
            Source = Path.GetFileName(path),
        };
    }

    public static IReadOnlyList<Recommended> ReadRecommendations(string path, string part, string customers, string accepted)
    {
        using var table = TableFile.Open(path, part);
        var (name, all, those) = (table.Column(part), table.Column(customers), table.Column(accepted));
        var parts = new List<Recommended>();
        while (table.Read())
        {
            var own = table.RequiredText(name);
            if (parts.Exists(known => known.Part == own))
            {
                throw table.Wrong(name, "each part once");
            }

            var recommended = new Recommended(own, Whole(table, all), Whole(table, those));
            parts.Add(recommended.Accepted <= recommended.Customers ? recommended : throw table.Wrong(those, $"at most the {recommended.Customers} of {all.Name}"));
        }

        return parts.Count > 0 ? parts : throw new CommandFailedException($"{Path.GetFileName(path)} has no parts below its header.");
    }

    /// <summary>Every column whose name ends in <c>_before</c>, with the one that ends in <c>_after</c>.</summary>
    private static List<MeasureColumns> FindMeasures(TableFile table, string before, string after)
    {
        var (ending, other) = ("_" + before, "_" + after);
        var found = table.Columns
            .Where(column => column.Length > ending.Length && column.EndsWith(ending, StringComparison.Ordinal))
            .Select(column => new MeasureColumns(column[..^ending.Length], column, column[..^ending.Length] + other))
            .ToList();
        return found.Count > 0 ? found : throw new CommandFailedException(
            $"No column ends in '{ending}'; the columns are {string.Join(", ", table.Columns)}. --measure NAME=BEFORE,AFTER names them one by one.");
    }

    private static decimal Amount(TableFile table, TableColumn column) =>
        table.RequiredDecimal(column) is var amount and >= 0 ? amount : throw table.Wrong(column, "0 or more");

    private static long Whole(TableFile table, TableColumn column) =>
        table.RequiredDecimal(column) is var count and >= 0 and <= long.MaxValue && count == decimal.Floor(count) ? (long)count : throw table.Wrong(column, "a whole number of 0 or more");
}
