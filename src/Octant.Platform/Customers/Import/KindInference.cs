using Octant.Engine.Profiles;

namespace Octant.Platform.Customers.Import;

/// <summary>
/// Finds the kind of a column from all its values: flag, otherwise number, otherwise date, otherwise category up to a
/// thousand distinct values, otherwise text. Blank values say nothing.
/// </summary>
public sealed class KindInference
{
    public const int MostCategories = 1_000;

    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private bool _mayBeFlag = true;
    private bool _mayBeNumber = true;
    private bool _mayBeDate = true;
    private bool _isText;

    public bool HasValues => _distinct.Count > 0 || _isText;

    /// <summary>Null while there were only blanks: nothing can be told then.</summary>
    public AttributeKind? Kind =>
        !HasValues ? null
        : _mayBeFlag ? AttributeKind.Flag
        : _mayBeNumber ? AttributeKind.Number
        : _mayBeDate ? AttributeKind.Date
        : _isText ? AttributeKind.Text
        : AttributeKind.Category;

    /// <summary>It is a text, whatever its values look like.</summary>
    public void MakeText()
    {
        (_mayBeFlag, _mayBeNumber, _mayBeDate) = (false, false, false);
        _isText = true;
    }

    /// <param name="value">Trimmed.</param>
    public void Add(ReadOnlySpan<char> value)
    {
        if (value.Length == 0)
        {
            return;
        }

        _mayBeFlag = _mayBeFlag && AttributeTexts.TryFlag(value, out _);
        _mayBeNumber = _mayBeNumber && AttributeTexts.TryNumber(value, out _);
        _mayBeDate = _mayBeDate && AttributeTexts.TryDate(value, out _);
        if (_isText)
        {
            return;
        }

        _distinct.GetAlternateLookup<ReadOnlySpan<char>>().Add(value);
        if (_distinct.Count > MostCategories || value.Length > AttributeTexts.LongestCategory)
        {
            // Counted out: from here on only the other kinds are open.
            _isText = true;
            _distinct.Clear();
        }
    }
}
