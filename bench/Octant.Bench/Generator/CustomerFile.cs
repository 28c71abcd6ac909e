using System.Buffers.Text;
using System.Text;

namespace Octant.Bench.Generator;

/// <summary>
/// Writes generated customers as CSV: as a file <c>octant import</c> takes, or as rows for the databases the product is
/// measured against.
/// </summary>
public sealed class CustomerFile(CustomerTable customers)
{
    private const int BufferSize = 1 << 20;
    private const int LongestRow = 4_096;
    private const int RowsPerReport = 16 * 1024;

    /// <summary>The columns <c>octant import</c> reads: <c>id, n0…n19, c0…c19, tags, products</c>; the lists are separated by semicolons.</summary>
    public static string ImportHeader { get; } = string.Join(
        ',',
        ["id", .. Enumerable.Range(0, Shape.Numbers).Select(Shape.NumberName), .. Enumerable.Range(0, Shape.Categories).Select(Shape.CategoryName), "tags", "products"]);

    /// <summary>A header and one line a customer, a missing value left blank.</summary>
    /// <param name="written">Is told how many lines there are, now and then.</param>
    public void WriteImport(Stream target, long first, long count, Action<long>? written = null)
    {
        target.Write(Encoding.ASCII.GetBytes(ImportHeader + "\n"));
        Write(target, first, count, WriteImportRow, written);
    }

    /// <summary>
    /// No header: <c>row, n0…n19, c0…c19, t0…t39</c> (as 0 and 1), <c>"{offerings}"</c>, and for DuckDB the two masks of <see cref="Sql"/>.
    /// </summary>
    public void WriteRows(Stream target, SqlDialect dialect, long first, long count) =>
        Write(target, first, count, dialect == SqlDialect.DuckDb ? WriteRowWithMasks : WriteRow, null);

    private delegate void RowWriter(ref Line line, long row);

    private static void Write(Stream target, long first, long count, RowWriter writeRow, Action<long>? written)
    {
        var line = new Line(new byte[BufferSize]);
        for (var row = first; row < first + count; row++)
        {
            if (line.Room < LongestRow)
            {
                target.Write(line.Bytes);
                line.Clear();
            }

            writeRow(ref line, row);
            if ((row - first) % RowsPerReport == RowsPerReport - 1)
            {
                written?.Invoke(row - first + 1);
            }
        }

        target.Write(line.Bytes);
        written?.Invoke(count);
    }

    private void WriteImportRow(ref Line line, long row)
    {
        line.Add(OctantText.CustomerId(row));
        AddValues(ref line, row, asWords: true);
        line.Add(',');
        var separate = false;
        for (var tag = 0; tag < Shape.Tags; tag++)
        {
            if (customers.HasTag(row, tag))
            {
                AddSeparated(ref line, Shape.TagName(tag), ref separate);
            }
        }

        line.Add(',');
        Span<ushort> owned = stackalloc ushort[Shape.MostOwned];
        var count = customers.Offerings(row, owned);
        separate = false;
        foreach (var offering in owned[..count])
        {
            AddSeparated(ref line, Shape.OfferingName(offering), ref separate);
        }

        line.Add('\n');
    }

    private void WriteRow(ref Line line, long row)
    {
        Span<ushort> owned = stackalloc ushort[Shape.MostOwned];
        AddRow(ref line, row, owned[..customers.Offerings(row, owned)]);
        line.Add('\n');
    }

    private void WriteRowWithMasks(ref Line line, long row)
    {
        Span<ushort> owned = stackalloc ushort[Shape.MostOwned];
        owned = owned[..customers.Offerings(row, owned)];
        AddRow(ref line, row, owned);
        for (var mask = 0; mask < Sql.Masks; mask++)
        {
            line.Add(',');
            line.Add(Sql.MaskOf(owned, mask));
        }

        line.Add('\n');
    }

    private void AddRow(ref Line line, long row, ReadOnlySpan<ushort> owned)
    {
        line.Add(row);
        AddValues(ref line, row, asWords: false);
        for (var tag = 0; tag < Shape.Tags; tag++)
        {
            line.Add(',');
            line.Add(customers.HasTag(row, tag) ? '1' : '0');
        }

        line.Add(",\"{");
        for (var i = 0; i < owned.Length; i++)
        {
            if (i > 0)
            {
                line.Add(',');
            }

            line.Add(owned[i]);
        }

        line.Add("}\"");
    }

    private void AddValues(ref Line line, long row, bool asWords)
    {
        for (var i = 0; i < Shape.Numbers; i++)
        {
            line.Add(',');
            if (customers.Number(row, i) is var value and not CustomerTable.Missing)
            {
                line.Add(value);
            }
        }

        for (var i = 0; i < Shape.Categories; i++)
        {
            line.Add(',');
            if (customers.Category(row, i) is not (var value and not CustomerTable.Missing))
            {
                continue;
            }

            if (asWords)
            {
                line.Add(Shape.Word(value));
            }
            else
            {
                line.Add(value);
            }
        }
    }

    private static void AddSeparated(ref Line line, string item, ref bool separate)
    {
        if (separate)
        {
            line.Add(';');
        }

        line.Add(item);
        separate = true;
    }

    /// <summary>Text that grows in a buffer; all of it is ASCII.</summary>
    private struct Line(byte[] buffer)
    {
        private int _length;

        public readonly int Room => buffer.Length - _length;

        public readonly ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, _length);

        public void Clear() => _length = 0;

        public void Add(char character) => buffer[_length++] = (byte)character;

        public void Add(string text) => _length += Encoding.ASCII.GetBytes(text, buffer.AsSpan(_length));

        public void Add(long value)
        {
            Utf8Formatter.TryFormat(value, buffer.AsSpan(_length), out var written);
            _length += written;
        }

        public void Add(ulong value)
        {
            Utf8Formatter.TryFormat(value, buffer.AsSpan(_length), out var written);
            _length += written;
        }
    }
}
