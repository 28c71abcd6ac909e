using System.Globalization;

namespace Octant.Server.Commands.Tables;

/// <summary>A table as text on the standard output, the same on a terminal and in a file: columns of numbers to the right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private const int WidestText = 60;
    private const int FirstWide = 0x1100;
    private const int FirstNarrowAgain = 0x1160;
    private const int FirstWideForms = 0x2E80;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) =>
        _rows.Add(cells.Length == headers.Length
            ? [.. cells.Select(cell => cell.Length <= WidestText ? cell : string.Concat(cell.AsSpan(0, WidestText - 1), "…"))]
            : throw new ArgumentException($"A row has {headers.Length} cells.", nameof(cells)));

    /// <summary>Nothing where there are no rows.</summary>
    /// <param name="title">A line above it; null for none.</param>
    public void Print(string? title)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        if (title is not null)
        {
            Console.WriteLine(title);
        }

        var widths = headers.Select((header, column) => Math.Max(WidthOf(header), _rows.Max(row => WidthOf(row[column])))).ToArray();
        var toTheRight = headers.Select((_, column) => _rows.TrueForAll(row => row[column].Length == 0 || IsNumber(row[column]))).ToArray();
        PrintRow(headers);
        PrintRow([.. widths.Select(width => new string('─', width))]);
        foreach (var row in _rows)
        {
            PrintRow(row);
        }

        Console.WriteLine();

        string Blank(string cell, int column) => new(' ', widths[column] - WidthOf(cell));

        void PrintRow(string[] cells) =>
            Console.WriteLine(string.Join("  ", cells.Select((cell, column) => toTheRight[column] ? Blank(cell, column) + cell : cell + Blank(cell, column))).TrimEnd());
    }

    /// <summary>In columns of a terminal, where Chinese, Japanese and Korean characters take two.</summary>
    private static int WidthOf(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += rune.Value is >= FirstWide and (< FirstNarrowAgain or >= FirstWideForms) ? 2 : 1;
        }

        return width;
    }

    private static bool IsNumber(string cell) =>
        cell is "–" || decimal.TryParse(cell.TrimEnd('%', ' '), NumberStyles.Number, CultureInfo.InvariantCulture, out _);
}
