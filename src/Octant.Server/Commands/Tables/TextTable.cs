using System.Globalization;

namespace Octant.Server.Commands.Tables;

/// <summary>A table as text on the standard output, the same on a terminal and in a file: columns of numbers to the right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private const int WidestText = 60;

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

        var widths = headers.Select((header, column) => Math.Max(header.Length, _rows.Max(row => row[column].Length))).ToArray();
        var toTheRight = headers.Select((_, column) => _rows.TrueForAll(row => row[column].Length == 0 || IsNumber(row[column]))).ToArray();
        PrintRow(headers);
        PrintRow([.. widths.Select(width => new string('─', width))]);
        foreach (var row in _rows)
        {
            PrintRow(row);
        }

        Console.WriteLine();

        void PrintRow(string[] cells) =>
            Console.WriteLine(string.Join("  ", cells.Select((cell, column) => toTheRight[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    private static bool IsNumber(string cell) =>
        cell is "–" || decimal.TryParse(cell.TrimEnd('%', ' '), NumberStyles.Number, CultureInfo.InvariantCulture, out _);
}
