using System.Text;

namespace Octant.Platform.Customers.Import;

/// <summary>One line of a file with the characters that ended it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end.</param>
/// <param name="End"><c>\n</c>, <c>\r\n</c>, <c>\r</c>, or nothing for the last.</param>
/// <param name="TooLong">There was more than could be kept; the rest was passed over.</param>
public readonly record struct PhysicalLine(long Number, string Text, string End, bool TooLong);

/// <summary>Splits a text into lines, of any length, in bounded memory. Lines can be put back.</summary>
public sealed class PhysicalLines(TextReader reader, int longest = PhysicalLines.DefaultLongest) : IDisposable
{
    public const int DefaultLongest = 1 << 20;

    private readonly char[] _buffer = new char[1 << 16];
    private readonly Stack<PhysicalLine> _putBack = new();
    private readonly StringBuilder _text = new();
    private int _next;
    private int _filled;
    private long _number;

    public bool TryRead(out PhysicalLine line)
    {
        if (_putBack.TryPop(out line))
        {
            return true;
        }

        if (_next == _filled && !Fill())
        {
            return false;
        }

        var ready = _buffer.AsSpan(_next, _filled - _next);
        if (ready.IndexOfAny('\r', '\n') is var ends and >= 0 && ends <= longest)
        {
            var whole = new string(ready[..ends]);
            _next += ends;
            line = new PhysicalLine(++_number, whole, TakeEnd(), TooLong: false);
            return true;
        }

        _text.Clear();
        var tooLong = false;
        while (true)
        {
            var rest = _buffer.AsSpan(_next, _filled - _next);
            var found = rest.IndexOfAny('\r', '\n');
            var length = found >= 0 ? found : rest.Length;
            var kept = Math.Min(length, longest - _text.Length);
            tooLong |= kept < length;
            _text.Append(rest[..kept]);
            _next += length;
            if (found >= 0 || !Fill())
            {
                line = new PhysicalLine(++_number, _text.ToString(), found >= 0 ? TakeEnd() : "", tooLong);
                return true;
            }
        }
    }

    /// <summary>It is the next to be read; what was put back last comes first.</summary>
    public void PutBack(PhysicalLine line) => _putBack.Push(line);

    public void Dispose() => reader.Dispose();

    private string TakeEnd()
    {
        if (_buffer[_next++] == '\n')
        {
            return "\n";
        }

        if ((_next < _filled || Fill()) && _buffer[_next] == '\n')
        {
            _next++;
            return "\r\n";
        }

        return "\r";
    }

    /// <summary>Only when all that was there is used up.</summary>
    private bool Fill()
    {
        _next = 0;
        _filled = reader.Read(_buffer, 0, _buffer.Length);
        return _filled > 0;
    }
}
