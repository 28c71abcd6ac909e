using System.Text;
using Octant.Platform.Customers.Import;

namespace Octant.Platform.Tests.Customers;

public sealed class CsvTests
{
    [Theory]
    [InlineData("id,a,b\n1,2,3\n", ',', '"')]
    [InlineData("id;a;b\n1;2,5;3\n2;4,5;1\n", ';', '"')]
    [InlineData("id\ta\n1\tx, y; z\n", '\t', '"')]
    [InlineData("id|a\n1|x, y; z\n", '|', '"')]
    [InlineData("\"a\";\"id\"\n\"1,5\";\"2\"\n", ';', '"')]
    [InlineData("'a','id'\n'1;5','2'\n'it''s','3'\n", ',', '\'')]
    [InlineData("a,id\n'tis,1\ndon't,2\nthe boys',3\n", ',', '"')]
    [InlineData("id\n1\n2\n", ',', '"')]
    [InlineData("a;b,id\n1;2,3\n4;5,6\n", ',', '"')]
    public void Delimiter_and_quote_are_found(string text, char delimiter, char quote) =>
        Assert.Equal(new CsvForm(delimiter, quote), CsvForm.Detect(new StringReader(text), "id", null, null));

    [Fact]
    public void A_delimiter_that_is_given_is_kept()
    {
        Assert.Equal(new CsvForm(';', '"'), CsvForm.Detect(new StringReader("id,a\n1,2\n"), "id", ';', null));
        Assert.Equal(new CsvForm(',', '\''), CsvForm.Detect(new StringReader("id,a\n1,'2'\n"), "id", null, '\''));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "1|2")]
    [InlineData("a,b\r\n1,2\r\n3,4", "1|2 3|4")]
    [InlineData("a,b\r1,2\r3,4\r", "1|2 3|4")]
    [InlineData("a,b\n\n  \n1,2\n\n", "1|2")]
    [InlineData("a,b\n,\n", "|")]
    [InlineData("a,b\n\"x,y\",\"p\"\"q\"\n", "x,y|p\"q")]
    [InlineData("a,b\n \"x\" , \"y\"\n", "x|y")]
    [InlineData("a,b\n5\" pipe,6\n", "5\" pipe|6")]
    [InlineData("a,b\n\"\",\"\"\n", "|")]
    public void Tables_are_read_leniently_where_the_meaning_is_clear(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', ReadAll(text).Select(line => string.Join('|', line.Cells))));

    [Fact]
    public void A_quoted_line_break_belongs_to_the_field_and_lines_are_counted_as_they_stand_in_the_file()
    {
        var lines = ReadAll("a,b\n\"x\r\ny\",1\n\n2,3\n");

        Assert.Equal([(2L, "x\r\ny|1"), (5L, "2|3")], lines.Select(line => (line.Number, string.Join('|', line.Cells))));
    }

    [Fact]
    public void A_quote_left_open_costs_its_own_line_only()
    {
        var lines = ReadAll("a,b\n1,2\n3,\"4\n5,6\n\"7\",8\n9,10\n");

        Assert.Equal([2L, 3, 4, 5, 6], lines.Select(line => line.Number));
        Assert.Equal([3L], lines.Where(line => line.Fault is not null).Select(line => line.Number));
        Assert.Equal("7|8", string.Join('|', lines[3].Cells));
    }

    [Fact]
    public void A_quote_left_open_far_from_the_next_one_costs_its_own_line_only()
    {
        var text = "a,b\n1,\"2\n" + string.Concat(Enumerable.Range(0, 5_000).Select(number => $"{number},x\n"));
        var lines = ReadAll(text);

        Assert.Equal(5_001, lines.Count);
        Assert.Equal([2L], lines.Where(line => line.Fault is not null).Select(line => line.Number));
    }

    [Theory]
    [InlineData("a,b\n1\n2,3\n", "has 1 fields")]
    [InlineData("a,b\n1,2,3\n2,3\n", "has 3 fields")]
    [InlineData("a,b\n\"1\"x,2\n2,3\n", "behind a closing quote")]
    [InlineData("a,b\n1,\uFFFD\n2,3\n", "not UTF-8")]
    public void A_bad_line_says_what_is_wrong_and_the_next_one_is_good(string text, string reason)
    {
        var lines = ReadAll(text);

        Assert.Contains(reason, lines[0].Fault!.Reason, StringComparison.Ordinal);
        Assert.Equal(2, lines[0].Fault!.Line);
        Assert.Null(lines[1].Fault);
        Assert.Equal("2|3", string.Join('|', lines[1].Cells));
    }

    [Fact]
    public void A_line_beyond_all_measure_is_passed_over_in_bounded_memory()
    {
        var lines = ReadAll("a,b\n1," + new string('x', PhysicalLines.DefaultLongest + 5) + "\n2,3\n");

        Assert.Contains("longer than", lines[0].Fault!.Reason, StringComparison.Ordinal);
        Assert.Equal("2|3", string.Join('|', lines[1].Cells));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,a\n1,2\n")]
    [InlineData("a,\n1,2\n")]
    public void A_header_that_names_no_columns_is_refused(string text) =>
        Assert.NotNull(CsvImportReader.Open(new StringReader(text), new CsvForm(',', '"')).Problem);

    [Fact]
    public void Any_table_in_any_delimiter_and_quote_style_reads_back_to_the_same_values()
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var random = new Random(seed);
            var table = RandomTable.Make(random);
            var style = RandomTable.Style(random);
            var text = RandomTable.Write(table, style, random);
            var form = CsvForm.Detect(new StringReader(text), "id", style.IsFoundBySight ? null : style.Delimiter, style.IsFoundBySight ? null : style.Quote);
            Assert.True(form == new CsvForm(style.Delimiter, style.Quote), $"seed {seed}: {form} instead of {style}");
            using var reader = CsvImportReader.Open(new StringReader(text), form).Value;
            foreach (var row in table.Skip(1))
            {
                var line = reader.Read();
                Assert.True(line is { Fault: null }, $"seed {seed}: {line?.Fault?.Reason}");
                Assert.True(row.SequenceEqual(line!.Cells.Select(cell => cell.Text!)), $"seed {seed}, line {line.Number}");
            }

            Assert.Null(reader.Read());
        }
    }

    private static List<(long Number, List<string> Cells, ImportReject? Fault)> ReadAll(string text)
    {
        using var reader = CsvImportReader.Open(new StringReader(text), new CsvForm(',', '"')).Value;
        var lines = new List<(long, List<string>, ImportReject?)>();
        while (reader.Read() is { } line)
        {
            lines.Add((line.Number, [.. line.Cells.Select(cell => cell.Text!)], line.Fault));
        }

        return lines;
    }
}

/// <summary>Tables of all sorts of texts, and all the ways to write them down.</summary>
internal static class RandomTable
{
    private static readonly string[] Pieces =
        ["a", "Zürich", "客户", ",", ";", "\t", "|", "\"", "'", "\n", "\r\n", " ", "1.5", "-", "true", "2026-01-31", "=1+1", "\\", "\"\"", "😀"];

    public readonly record struct CsvStyle(char Delimiter, char Quote, bool QuoteAll, string LineEnd)
    {
        /// <summary>Single quotes around some fields only may as well be apostrophes: that form is told, not found.</summary>
        public bool IsFoundBySight => Quote == '"' || QuoteAll;
    }

    /// <summary>The header first; at least two columns, the first is <c>id</c>.</summary>
    public static List<string[]> Make(Random random)
    {
        var width = random.Next(2, 6);
        var table = new List<string[]> { Enumerable.Range(0, width).Select(column => column == 0 ? "id" : $"c{column}").ToArray() };
        var rows = random.Next(1, 12);
        for (var row = 0; row < rows; row++)
        {
            table.Add([$"p{row}", .. Enumerable.Range(1, width - 1).Select(_ => Text(random))]);
        }

        return table;
    }

    public static CsvStyle Style(Random random) => new(
        CsvForm.Delimiters[random.Next(4)], random.Next(2) == 0 ? '"' : '\'', random.Next(2) == 0, random.Next(2) == 0 ? "\n" : "\r\n");

    public static string Write(List<string[]> table, CsvStyle style, Random random)
    {
        var text = new StringBuilder();
        foreach (var row in table)
        {
            text.AppendJoin(style.Delimiter, row.Select(value => Field(value, style))).Append(style.LineEnd);
            if (random.Next(10) == 0)
            {
                text.Append(style.LineEnd);
            }
        }

        return text.ToString();
    }

    /// <summary>Trimmed, as values are.</summary>
    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => Pieces[random.Next(Pieces.Length)])).Trim();

    private static string Field(string value, CsvStyle style) =>
        style.QuoteAll || value.IndexOfAny([style.Delimiter, style.Quote, '\r', '\n']) >= 0
            ? style.Quote + value.Replace(style.Quote.ToString(), new string(style.Quote, 2), StringComparison.Ordinal) + style.Quote
            : value;
}
