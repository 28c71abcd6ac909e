using System.Globalization;
using Octant.Engine.Statistics.Models;

namespace Octant.Server.Commands.Tables;

/// <summary>A column that was not used, and why.</summary>
public sealed record LeftOutColumn(string Column, string Reason);

/// <summary>
/// Whole columns of a table whose meaning nobody told: numbers where every cell that is not blank is one, otherwise words. Words of
/// which there are too many to learn anything about each, such as names and identifiers, are left out.
/// </summary>
internal sealed class TypedColumns
{
    private const int MostLevels = 100;

    private readonly List<Reading> _readings;

    public TypedColumns(IEnumerable<TableColumn> columns) => _readings = [.. columns.Select(column => new Reading(column))];

    /// <summary>Takes the row the table has read.</summary>
    public void Add(TableFile table)
    {
        foreach (var reading in _readings)
        {
            reading.Add(table.PlainText(reading.Column));
        }
    }

    public (IReadOnlyList<ModelColumn> Columns, IReadOnlyList<LeftOutColumn> LeftOut) Finish()
    {
        var columns = new List<ModelColumn>();
        var leftOut = new List<LeftOutColumn>();
        foreach (var reading in _readings)
        {
            if (reading.Finish() is { } column)
            {
                columns.Add(column);
            }
            else
            {
                leftOut.Add(new LeftOutColumn(reading.Column.Name, $"words, more than {MostLevels} different ones"));
            }
        }

        return (columns, leftOut);
    }

    private sealed class Reading(TableColumn column)
    {
        private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);
        private readonly List<int> _codes = [];
        private List<double>? _numbers = [];
        private bool _isWorthCoding = true;

        public TableColumn Column => column;

        public void Add(string text)
        {
            if (_numbers is not null)
            {
                var value = double.NaN;
                if (text.Length == 0 || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)))
                {
                    _numbers.Add(text.Length == 0 ? double.NaN : value);
                }
                else
                {
                    _numbers = null;
                }
            }

            if (_isWorthCoding)
            {
                _codes.Add(CodeOf(text));
            }
            else if (_numbers is null)
            {
                _codes.Clear();
            }
        }

        public ModelColumn? Finish() =>
            _numbers is not null ? new NumberColumn(column.Name, [.. _numbers])
            : _isWorthCoding ? new CategoryColumn(column.Name, [.. _codes], [.. _levels.Keys])
            : null;

        private int CodeOf(string text)
        {
            if (text.Length == 0)
            {
                return -1;
            }

            if (!_levels.TryGetValue(text, out var code))
            {
                code = _levels.Count;
                _levels.Add(text, code);
                _isWorthCoding = _levels.Count <= MostLevels;
            }

            return code;
        }
    }
}
