using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Octant.Platform.Insights;

/// <summary>A table (RFC 4180) that spreadsheets open, and in which nothing is taken for a formula.</summary>
internal sealed class CsvTable
{
    private readonly StringBuilder _text = new();

    public void Add(params IEnumerable<string> cells) => _text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>The mark at the beginning is what spreadsheets know UTF-8 by.</summary>
    public FileContentHttpResult ToFile(string name) =>
        TypedResults.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(ToString())).ToArray(), "text/csv; charset=utf-8", name);

    public override string ToString() => _text.ToString();

    /// <summary>A name that begins like a formula is kept from being one.</summary>
    private static string Cell(string text)
    {
        var isFormula = text.Length > 0 && text[0] is '=' or '@' or '\t' || (text.Length > 0 && text[0] is '+' or '-' && !decimal.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        var safe = isFormula ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
