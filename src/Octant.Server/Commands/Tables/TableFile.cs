using Octant.Platform.Customers.Import;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Server.Commands.Tables;

/// <summary>A column of a table that was asked for by name.</summary>
/// <param name="Index">From 0, in the order of the header.</param>
internal readonly record struct TableColumn(int Index, string Name);

/// <summary>
/// A file with a header and rows, for the commands that work on files of any operator: delimiter and quotes are found out,
/// columns are asked for by name and cells by type. Whatever is not as it should be ends the command with the file, the line
/// and the column, since a figure over half of the rows would be a wrong figure.
/// </summary>
internal sealed class TableFile : IDisposable
{
    private const int BeginningLength = 1 << 16;
    private const int MostLinesOfForm = 100_000;

    private readonly CsvImportReader _reader;
    private readonly string _name;
    private readonly NumberForm _numbers;
    private ImportLine? _row;

    private TableFile(CsvImportReader reader, string name, NumberForm numbers) => (_reader, _name, _numbers) = (reader, name, numbers);

    /// <summary>In the order of the header.</summary>
    public IReadOnlyList<string> Columns => _reader.Columns;

    /// <summary>Of the row that was read last, from 1; the header has line 1.</summary>
    public long Line => _row?.Number ?? 1;

    private ImportLine Row => _row ?? throw new InvalidOperationException("No row has been read.");

    /// <param name="expected">A column the file should have: of several ways to read the header the one that yields it is taken.</param>
    public static TableFile Open(string path, string expected)
    {
        var name = Path.GetFileName(path);
        try
        {
            CsvForm form;
            using (var beginning = new StreamReader(path))
            {
                var buffer = new char[BeginningLength];
                form = CsvForm.Detect(new StringReader(new string(buffer, 0, beginning.ReadBlock(buffer))), expected, null, null);
            }

            return new TableFile(OpenReader(path, name, form), name, FormOfNumbers(path, name, form));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be read: {exception.Message}");
        }
    }

    private static CsvImportReader OpenReader(string path, string name, CsvForm form) =>
        CsvImportReader.Open(new StreamReader(path), form, namesUnnamed: true).TryGet(out var reader, out var problem)
            ? reader
            : throw new CommandFailedException($"{name}: {string.Join("; ", problem.Errors.Select(error => $"{error.Field}: expected {error.Expected}"))}.");

    /// <summary>From the first lines, before any cell is read as a number: what 1,234 means may be said only further down.</summary>
    private static NumberForm FormOfNumbers(string path, string name, CsvForm form)
    {
        var numbers = new NumberForm();
        using var reader = OpenReader(path, name, form);
        for (var line = 0; line < MostLinesOfForm && reader.Read() is { } row; line++)
        {
            for (var column = 0; row.Fault is null && column < reader.Columns.Count; column++)
            {
                numbers.Learn(row.Cell(column).Text ?? "");
            }
        }

        return numbers;
    }

    /// <summary>The column of this name; without it the command ends, naming the nearest.</summary>
    public TableColumn Column(string name)
    {
        if (Find(name) is { } found)
        {
            return found;
        }

        var nearest = NearestName.Of(name, Columns);
        throw new CommandFailedException(
            $"{_name} has no column '{name}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")} Its columns are {string.Join(", ", Columns)}.");
    }

    /// <summary>Null when there is no such column. Letter case counts.</summary>
    public TableColumn? Find(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i], name, StringComparison.Ordinal))
            {
                return new TableColumn(i, name);
            }
        }

        return null;
    }

    /// <summary>Goes on to the next row; false at the end. Blank lines are passed over.</summary>
    public bool Read()
    {
        _row = _reader.Read();
        return _row is { Fault: { } fault } ? throw new CommandFailedException($"{_name} line {fault.Line}: {fault.Reason}.") : _row is not null;
    }

    /// <summary>Trimmed; empty where the cell is blank.</summary>
    public string Text(TableColumn column) => Row.Cell(column.Index).Text ?? "";

    /// <summary>Trimmed, and not empty.</summary>
    public string RequiredText(TableColumn column) => Text(column) is { Length: > 0 } text ? text : throw Wrong(column, "a value");

    /// <summary>A number as programs write it, whatever way the file writes numbers; any other text as it is.</summary>
    public string PlainText(TableColumn column) => _numbers.Normalised(Text(column));

    /// <summary>Null where the cell is blank. Finite.</summary>
    public double? Number(TableColumn column) =>
        Text(column) is not { Length: > 0 } text ? null : _numbers.TryDouble(text, out var value) ? value : throw Wrong(column, "a number");

    public double RequiredNumber(TableColumn column) => Number(column) ?? throw Wrong(column, "a number");

    /// <summary>Exact, with all digits that are written. Null where the cell is blank.</summary>
    public decimal? Decimal(TableColumn column) =>
        Text(column) is not { Length: > 0 } text ? null : _numbers.TryDecimal(text, out var value) ? value : throw Wrong(column, "a number");

    public decimal RequiredDecimal(TableColumn column) => Decimal(column) ?? throw Wrong(column, "a number");

    /// <summary>A value of this cell is not what it should be.</summary>
    public CommandFailedException Wrong(TableColumn column, string expected) =>
        new($"{_name} line {Line}, {column.Name}: expected {expected}, found {(Text(column).Length == 0 ? "nothing" : $"'{Text(column)}'")}.");

    public void Dispose() => _reader.Dispose();
}
