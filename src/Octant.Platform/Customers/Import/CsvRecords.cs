using System.Text;

namespace Octant.Platform.Customers.Import;

/// <summary>One record of a table, or why it is none.</summary>
public sealed class CsvRecord
{
    /// <summary>The line of the file on which it begins, from 1.</summary>
    public long Line { get; set; }

    /// <summary>Pieces of the line, good until the next record is read.</summary>
    public List<ReadOnlyMemory<char>> Fields { get; } = [];

    /// <summary>How many of the fields were quoted.</summary>
    public int Quoted { get; set; }

    public string? Fault { get; set; }
}

/// <summary>
/// Reads records of a table written as text (RFC 4180, with any delimiter and quote), leniently where the meaning is clear:
/// any kind of line end, blank lines between records, space around a quoted field, a quote inside an unquoted one.
/// </summary>
/// <remarks>
/// A quote that is opened by mistake must not take the good lines behind it along. So a record that spans lines and turns
/// out wrong is given up for its first line only, and reading goes on with the second; this is why the general reader
/// libraries, which read on to the next quote wherever it is, are of no use here.
/// </remarks>
public sealed class CsvRecords(TextReader reader, CsvForm form) : IDisposable
{
    private const int MostLines = 200;

    private readonly PhysicalLines _lines = new(reader);
    private readonly List<PhysicalLine> _taken = [];
    private readonly StringBuilder _field = new();
    private readonly CsvRecord _record = new();

    /// <summary>The number of fields each record must have; null for any.</summary>
    public int? Width { get; set; }

    /// <summary>The next record, the same object each time; null at the end.</summary>
    public CsvRecord? Read()
    {
        PhysicalLine first;
        do
        {
            if (!_lines.TryRead(out first))
            {
                return null;
            }
        }
        while (string.IsNullOrWhiteSpace(first.Text));

        _taken.Clear();
        _taken.Add(first);
        _record.Fields.Clear();
        (_record.Line, _record.Quoted, _record.Fault) = (first.Number, 0, null);
        _record.Fault = FindFault(first);
        if (_record.Fault is not null)
        {
            for (var i = _taken.Count - 1; i > 0; i--)
            {
                _lines.PutBack(_taken[i]);
            }
        }

        return _record;
    }

    public void Dispose() => _lines.Dispose();

    private string? FindFault(PhysicalLine line)
    {
        for (var at = 0; ; at++)
        {
            var fault = BeginsWithQuote(line.Text, at) is var quote and >= 0
                ? ReadQuoted(ref line, ref at, quote + 1)
                : ReadPlain(line.Text, ref at);
            if (line.TooLong)
            {
                return $"the line is longer than {PhysicalLines.DefaultLongest} characters";
            }

            if (fault is not null)
            {
                return fault;
            }

            // At a delimiter there is one more field behind it, be it empty.
            if (at >= line.Text.Length)
            {
                return Width is { } width && width != _record.Fields.Count
                    ? $"the line has {_record.Fields.Count} fields, the header has {width}"
                    : null;
            }
        }
    }

    /// <summary>Where the field's opening quote is, −1 when it has none.</summary>
    private int BeginsWithQuote(string text, int at)
    {
        if (form.Quote is not { } quote)
        {
            return -1;
        }

        while (at < text.Length && text[at] == ' ' && form.Delimiter != ' ')
        {
            at++;
        }

        return at < text.Length && text[at] == quote ? at : -1;
    }

    private string? ReadPlain(string text, ref int at)
    {
        var end = text.IndexOf(form.Delimiter, at);
        if (end < 0)
        {
            end = text.Length;
        }

        _record.Fields.Add(text.AsMemory(at, end - at));
        at = end;
        return null;
    }

    /// <param name="from">The first character behind the opening quote.</param>
    private string? ReadQuoted(ref PhysicalLine line, ref int at, int from)
    {
        var quote = form.Quote!.Value;
        _field.Clear();
        while (true)
        {
            var end = line.Text.IndexOf(quote, from);
            if (end < 0)
            {
                _field.Append(line.Text.AsSpan(from)).Append(line.End);
                if (_taken.Count == MostLines || _field.Length > PhysicalLines.DefaultLongest || !_lines.TryRead(out line))
                {
                    return "a quote is opened and not closed";
                }

                _taken.Add(line);
                from = 0;
                continue;
            }

            _field.Append(line.Text.AsSpan(from, end - from));
            if (end + 1 < line.Text.Length && line.Text[end + 1] == quote)
            {
                _field.Append(quote);
                from = end + 2;
                continue;
            }

            at = end + 1;
            while (at < line.Text.Length && line.Text[at] == ' ' && form.Delimiter != ' ')
            {
                at++;
            }

            if (at < line.Text.Length && line.Text[at] != form.Delimiter)
            {
                return "there is text behind a closing quote";
            }

            _record.Fields.Add(_field.ToString().AsMemory());
            _record.Quoted++;
            return null;
        }
    }
}
