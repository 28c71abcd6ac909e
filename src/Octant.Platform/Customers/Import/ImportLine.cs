namespace Octant.Platform.Customers.Import;

/// <summary>Why a line was not taken.</summary>
/// <param name="Line">Of the file, from 1; the header is a line.</param>
/// <param name="Field">The column or member; <c>$</c> is the whole line.</param>
public sealed record ImportReject(long Line, string Field, string Reason)
{
    public const string WholeLine = "$";
}

/// <summary>What one line says in one column: a trimmed text, empty when it is blank, or the items of an array, or nothing.</summary>
/// <remarks>A text is a piece of the line: a file has hundreds of millions of them, and few are worth a string of their own.</remarks>
public readonly struct ImportCell
{
    private readonly ReadOnlyMemory<char> _text;

    public ImportCell(ReadOnlyMemory<char> text) => (_text, HasText) = (text, true);

    public ImportCell(IReadOnlyList<string> items) => Items = items;

    /// <summary>Of an array; null for everything else.</summary>
    public IReadOnlyList<string>? Items { get; }

    public bool HasText { get; }

    public bool IsAbsent => !HasText && Items is null;

    /// <summary>Empty also where there is no text.</summary>
    public ReadOnlySpan<char> Span => _text.Span;

    /// <summary>A string of its own; null where there is no text.</summary>
    public string? Text => HasText ? _text.ToString() : null;
}

/// <summary>One line of the file as it was read, or what is wrong with it. Its cells are only good until the next is read.</summary>
public sealed class ImportLine
{
    /// <summary>Where it begins, from 1.</summary>
    public long Number { get; set; }

    /// <summary>By number of column; may be shorter than the columns there are.</summary>
    public List<ImportCell> Cells { get; } = [];

    /// <summary>Null when it could be read.</summary>
    public ImportReject? Fault { get; set; }

    public ImportCell Cell(int column) => column < Cells.Count ? Cells[column] : default;
}

/// <summary>Reads a file line by line.</summary>
public interface IImportReader : IDisposable
{
    /// <summary>Names of the columns met so far; a later line may bring more.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The next line that is not blank; null at the end.</summary>
    ImportLine? Read();
}
