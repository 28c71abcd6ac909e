using Octant.Engine.Statistics.Models;

namespace Octant.Engine.Statistics.Effects;

/// <summary>Whether the arms are alike in one column.</summary>
/// <param name="PValue">Of "alike", by Pearson's chi-square, numbers in tenths; null where there is too little to tell.</param>
public readonly record struct ColumnBalance(string Column, double? PValue, bool Differs);

/// <summary>
/// Where chance assigned the arms, they are alike in everything that was known before, up to chance. A column that is a
/// consequence of the treatment differs rightly, and nothing in a table says which those are; so a single one is only named,
/// while arms that differ in most columns were chosen and not drawn.
/// </summary>
public static class Balance
{
    private const double Threshold = 0.001;
    private const int Bands = 10;

    /// <param name="arms">Row → arm, as an index.</param>
    public static IReadOnlyList<ColumnBalance> Check(IReadOnlyList<int> arms, int armCount, IReadOnlyList<ModelColumn> columns) =>
        [.. columns.Select(column =>
        {
            var pValue = Independence.PValue(Count(arms, armCount, column));
            return new ColumnBalance(column.Name, pValue, pValue < Threshold / columns.Count);
        })];

    /// <summary>Whether so many columns differ that the arms cannot have been drawn.</summary>
    public static bool IsBroken(IReadOnlyList<ColumnBalance> columns) =>
        columns.Count(column => column.Differs) is var differing and >= 2 && 2 * differing > columns.Count(column => column.PValue is not null);

    private static List<long[]> Count(IReadOnlyList<int> arms, int armCount, ModelColumn column)
    {
        var (codes, levels) = column is CategoryColumn category ? (category.Codes, category.Levels.Count) : Bin(((NumberColumn)column).Values);
        var counts = Enumerable.Range(0, levels + 1).Select(_ => new long[armCount]).ToList();
        for (var row = 0; row < codes.Length; row++)
        {
            counts[codes[row] + 1][arms[row]]++;
        }

        return counts;
    }

    private static (int[] Codes, int Levels) Bin(double[] values)
    {
        var known = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        var edges = Enumerable.Range(1, Bands - 1)
            .Where(_ => known.Length > 0)
            .Select(band => known[(int)((long)known.Length * band / Bands)])
            .Distinct()
            .ToList();
        var codes = Array.ConvertAll(values, value =>
        {
            var found = double.IsNaN(value) ? -2 : edges.BinarySearch(value);
            return double.IsNaN(value) ? -1 : found >= 0 ? found + 1 : ~found;
        });
        return (codes, edges.Count + 1);
    }
}
