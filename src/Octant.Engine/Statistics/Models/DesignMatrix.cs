namespace Octant.Engine.Statistics.Models;

/// <summary>One column a model may look at, of all rows.</summary>
public abstract record ModelColumn(string Name);

/// <summary>NaN where the number is not known.</summary>
public sealed record NumberColumn(string Name, double[] Values) : ModelColumn(Name);

/// <summary>For each row an index into the levels, −1 where it is not known.</summary>
public sealed record CategoryColumn(string Name, int[] Codes, IReadOnlyList<string> Levels) : ModelColumn(Name);

/// <summary>
/// Columns as numbers a linear model can weigh: one per number, one per level of a category, one more where something may be
/// unknown; each with mean 0 and deviation 1 over the training rows. What does not vary there is left out. An unknown number
/// stands at its mean, a level the training never saw at none of the known ones.
/// </summary>
public sealed class DesignMatrix
{
    private readonly List<Feature> _features = [];

    /// <param name="trainingRows">The first so many rows set mean and deviation.</param>
    public DesignMatrix(IReadOnlyList<ModelColumn> columns, int trainingRows)
    {
        foreach (var column in columns)
        {
            if (column is NumberColumn number)
            {
                Add(column.Name, row => number.Values[row], trainingRows);
                Add($"{column.Name} unknown", row => double.IsNaN(number.Values[row]) ? 1 : 0, trainingRows);
            }
            else if (column is CategoryColumn category)
            {
                for (var level = -1; level < category.Levels.Count; level++)
                {
                    var code = level;
                    Add(
                        level < 0 ? $"{column.Name} unknown" : $"{column.Name} = {category.Levels[level]}",
                        row => category.Codes[row] == code ? 1 : 0,
                        trainingRows);
                }
            }
        }
    }

    public int Width => _features.Count;

    public IReadOnlyList<string> Names => [.. _features.Select(feature => feature.Name)];

    /// <summary>Fills the features of one row.</summary>
    public void Fill(int row, Span<double> features)
    {
        for (var i = 0; i < features.Length; i++)
        {
            var feature = _features[i];
            var value = feature.Value(row);
            features[i] = double.IsNaN(value) ? 0 : (value - feature.Mean) / feature.Deviation;
        }
    }

    private void Add(string name, Func<int, double> value, int trainingRows)
    {
        var moments = default(Moments);
        for (var row = 0; row < trainingRows; row++)
        {
            var found = value(row);
            if (!double.IsNaN(found))
            {
                moments.Add(found);
            }
        }

        if (moments.Variance > 0)
        {
            _features.Add(new Feature(name, value, moments.Mean, Math.Sqrt(moments.Variance)));
        }
    }

    private sealed record Feature(string Name, Func<int, double> Value, double Mean, double Deviation);
}
