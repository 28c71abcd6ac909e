using System.Globalization;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers.Import;

/// <summary>A table with a header as lines to import.</summary>
public sealed class CsvImportReader : IImportReader
{
    private readonly CsvRecords _records;
    private readonly ImportLine _line = new();

    private CsvImportReader(CsvRecords records, IReadOnlyList<string> columns) => (_records, Columns) = (records, columns);

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Reads the header.</summary>
    /// <param name="namesUnnamed">Whether a column without a name is called by its place, <c>column 1</c>, instead of being refused.</param>
    public static Result<CsvImportReader> Open(TextReader text, CsvForm form, bool namesUnnamed = false)
    {
        var records = new CsvRecords(text, form);
        if (records.Read() is not { } header)
        {
            return Problem.Invalid("$", "a header line and lines below it; there is nothing");
        }

        var fields = new FieldChecks();
        fields.Require(header.Fault is null, "$", $"a header line; {header.Fault}");
        var columns = header.Fields.ConvertAll(name => name.Trim().ToString());
        for (var i = 0; i < columns.Count && header.Fault is null; i++)
        {
            if (columns[i].Length == 0 && namesUnnamed)
            {
                columns[i] = string.Create(CultureInfo.InvariantCulture, $"column {i + 1}");
            }

            fields.Require(columns[i].Length > 0, "$", $"a name for each column; column {i + 1} has none");
            fields.Require(columns.IndexOf(columns[i]) == i, columns[i], "each column once");
        }

        if (fields.ToProblem() is { } problem)
        {
            return problem;
        }

        records.Width = columns.Count;
        return new CsvImportReader(records, columns);
    }

    public ImportLine? Read()
    {
        if (_records.Read() is not { } record)
        {
            return null;
        }

        _line.Number = record.Line;
        _line.Cells.Clear();
        _line.Fault = record.Fault is null ? null : new ImportReject(record.Line, ImportReject.WholeLine, record.Fault);
        for (var i = 0; i < record.Fields.Count && record.Fault is null; i++)
        {
            if (record.Fields[i].Span.Contains('\uFFFD'))
            {
                _line.Fault = new ImportReject(record.Line, Columns[i], "the text is not UTF-8");
                break;
            }

            _line.Cells.Add(new ImportCell(record.Fields[i].Trim()));
        }

        return _line;
    }

    public void Dispose() => _records.Dispose();
}
