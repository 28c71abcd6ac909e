namespace Octant.Platform.Customers.Import;

/// <summary>How a table is written as text.</summary>
/// <param name="Quote">Null when quotes have no meaning.</param>
public readonly record struct CsvForm(char Delimiter, char? Quote)
{
    public static IReadOnlyList<char> Delimiters { get; } = [',', ';', '\t', '|'];

    private const int SampleLines = 200;
    private const int MostRecords = 100;

    /// <summary>
    /// The form in which the beginning of a file makes a table: its header has the column that is asked for, its records are
    /// as long as the header, and the more columns the better. Double quotes are taken for quotes; single ones only where
    /// the header has them, since they also are apostrophes.
    /// </summary>
    /// <param name="delimiter">Null to find out.</param>
    /// <param name="quote">Null to find out; a form without quotes is never found, only asked for.</param>
    public static CsvForm Detect(TextReader beginning, string column, char? delimiter, char? quote)
    {
        var lines = new List<PhysicalLine>();
        using var physical = new PhysicalLines(beginning);
        for (var length = 0; lines.Count < SampleLines && length < PhysicalLines.DefaultLongest && physical.TryRead(out var line); length += line.Text.Length)
        {
            lines.Add(line);
        }

        var best = new CsvForm(delimiter ?? ',', quote ?? '"');
        var bestScore = double.NegativeInfinity;
        IReadOnlyList<char> quotes = quote is { } given ? [given] : ['"', '\''];
        foreach (var candidate in delimiter is { } one ? [one] : Delimiters)
        {
            foreach (var mark in quotes)
            {
                var form = new CsvForm(candidate, mark);
                var score = Score(lines, form, column, certain: quote is not null || mark == '"');
                if (score > bestScore)
                {
                    (best, bestScore) = (form, score);
                }
            }
        }

        return best;
    }

    private static double Score(IReadOnlyList<PhysicalLine> lines, CsvForm form, string column, bool certain)
    {
        using var text = new StringReader(string.Concat(lines.Select(line => line.Text + line.End)));
        using var records = new CsvRecords(text, form);
        if (records.Read() is not { Fault: null } header || (!certain && header.Quoted == 0))
        {
            return double.NegativeInfinity;
        }

        var names = header.Fields.ConvertAll(field => field.Trim().ToString());
        var (whole, all, quoted) = (0, 0, header.Quoted > 0 ? 1 : 0);
        while (all < MostRecords && records.Read() is { } record)
        {
            all++;
            quoted += record.Quoted > 0 ? 1 : 0;
            whole += record.Fault is null && record.Fields.Count == names.Count ? 1 : 0;
        }

        // One after another: the column, then regularity, then quotes that were found to be such, then the number of columns.
        return (names.Contains(column, StringComparer.Ordinal) ? 1_000_000 : 0)
            + (all == 0 ? 100_000 : 100_000.0 * whole / all)
            + (quoted > 0 ? 10_000 : 0)
            + Math.Min(names.Count, 9_999);
    }
}
