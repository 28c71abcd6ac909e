using System.Text.Json;

namespace Octant.Platform.Customers.Import;

/// <summary>One JSON object a line, as lines to import. Columns are the names of members, in order of appearance.</summary>
public sealed class JsonImportReader(TextReader reader, JsonImportColumns columns) : IImportReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = true, MaxDepth = 16 };

    private readonly PhysicalLines _lines = new(reader);
    private readonly ImportLine _line = new();

    public IReadOnlyList<string> Columns => columns.Names;

    public ImportLine? Read()
    {
        PhysicalLine line;
        do
        {
            if (!_lines.TryRead(out line))
            {
                return null;
            }
        }
        while (string.IsNullOrWhiteSpace(line.Text));

        _line.Number = line.Number;
        _line.Cells.Clear();
        _line.Fault = null;
        if (line.TooLong)
        {
            Reject(ImportReject.WholeLine, $"the line is longer than {PhysicalLines.DefaultLongest} characters");
            return _line;
        }

        try
        {
            using var document = JsonDocument.Parse(line.Text, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                TakeMembers(document.RootElement);
            }
            else
            {
                Reject(ImportReject.WholeLine, "not a JSON object");
            }
        }
        catch (JsonException)
        {
            Reject(ImportReject.WholeLine, "not valid JSON");
        }
        catch (InvalidOperationException)
        {
            Reject(ImportReject.WholeLine, "a text holds half of a character, from \\uD800 to \\uDFFF");
        }

        return _line;
    }

    public void Dispose() => _lines.Dispose();

    private void TakeMembers(JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (_line.Fault is not null)
            {
                return;
            }

            var column = columns.NumberOf(member.Name);
            while (_line.Cells.Count <= column)
            {
                _line.Cells.Add(default);
            }

            if (!_line.Cells[column].IsAbsent)
            {
                Reject(member.Name, "the member is there more than once");
            }
            else
            {
                _line.Cells[column] = CellOf(member.Name, member.Value);
            }
        }
    }

    private ImportCell CellOf(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return new ImportCell(ReadOnlyMemory<char>.Empty);
            case JsonValueKind.String:
                var text = value.GetString()!.Trim();
                if (text.Contains('\uFFFD', StringComparison.Ordinal))
                {
                    Reject(name, "the text is not UTF-8");
                }

                return new ImportCell(text.AsMemory());
            case JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                return new ImportCell([.. value.EnumerateArray().Select(item => item.GetString()!.Trim())]);
            case JsonValueKind.Array:
                Reject(name, "an array must hold strings only");
                return default;
            case JsonValueKind.Object:
                Reject(name, "objects inside an object are not taken; give each fact a member of its own");
                return default;
            default:
                return new ImportCell(value.GetRawText().AsMemory());
        }
    }

    private void Reject(string field, string reason) => _line.Fault ??= new ImportReject(_line.Number, field, reason);
}

/// <summary>Names of members met so far; the passes over one file share it, so that a number means the same in all.</summary>
public sealed class JsonImportColumns
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => _names;

    public int NumberOf(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            number = _names.Count;
            _names.Add(name);
            _numbers.Add(name, number);
        }

        return number;
    }
}
