using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers.Import;

public enum ImportFormat
{
    Csv,
    Ndjson,
}

/// <summary>What the query of an import says.</summary>
/// <param name="IdColumn">The column that holds the operator's identifier.</param>
/// <param name="Infer">Columns that are no attribute yet are declared, with the kind their values show.</param>
/// <param name="Delimiter">Null to find out.</param>
/// <param name="Quote">Null to find out.</param>
/// <param name="QuotesMatter">False when quotes have no meaning.</param>
public sealed record ImportOptions(ImportFormat Format, string IdColumn, bool Infer, char? Delimiter, char? Quote, bool QuotesMatter)
{
    private static readonly Dictionary<string, char> DelimiterNames = new(StringComparer.Ordinal)
    {
        [","] = ',',
        ["comma"] = ',',
        [";"] = ';',
        ["semicolon"] = ';',
        ["\t"] = '\t',
        ["tab"] = '\t',
        ["|"] = '|',
        ["pipe"] = '|',
    };

    private static readonly Dictionary<string, char> QuoteNames = new(StringComparer.Ordinal)
    {
        ["\""] = '"',
        ["double"] = '"',
        ["'"] = '\'',
        ["single"] = '\'',
    };

    private static readonly string[] Known = ["format", "idColumn", "define", "delimiter", "quote"];

    public static Result<ImportOptions> Read(IQueryCollection query)
    {
        var fields = new FieldChecks();
        foreach (var name in query.Keys.Where(name => !Known.Contains(name, StringComparer.Ordinal)))
        {
            var nearest = NearestName.Of(name, Known);
            fields.Add(name, nearest is null ? "no such parameter; known are " + string.Join(", ", Known) : $"no such parameter; did you mean '{nearest}'?");
        }

        foreach (var name in Known.Where(name => query[name].Count > 1))
        {
            fields.Add(name, "the parameter once");
        }

        var format = (string?)query["format"];
        fields.Require(format is "csv" or "ndjson", "format", "csv or ndjson", format);
        var idColumn = ((string?)query["idColumn"])?.Trim() ?? "";
        fields.Require(idColumn.Length > 0, "idColumn", "the name of the column that holds the customer's identifier");
        var define = (string?)query["define"];
        fields.Require(define is null or "infer", "define", "infer, or to be left out", define);
        char? delimiter = null;
        if ((string?)query["delimiter"] is { } delimiterText)
        {
            delimiter = DelimiterNames.TryGetValue(delimiterText, out var found) ? found : null;
            fields.Require(delimiter is not null, "delimiter", "one of , ; | tab (or comma, semicolon, pipe), or to be left out", delimiterText);
        }

        char? quote = null;
        var quoteText = (string?)query["quote"];
        if (quoteText is not (null or "none"))
        {
            quote = QuoteNames.TryGetValue(quoteText, out var found) ? found : null;
            fields.Require(quote is not null, "quote", "one of \" ' none (or double, single), or to be left out", quoteText);
        }

        fields.Require(
            format != "ndjson" || (delimiter is null && quoteText is null), "delimiter", "to be left out, and quote too: they are for csv");
        return fields.ToProblem() is { } problem
            ? problem
            : new ImportOptions(
                format == "csv" ? ImportFormat.Csv : ImportFormat.Ndjson, idColumn, define is not null, delimiter, quote, quoteText != "none");
    }
}
