using Octant.Engine.Statistics.Effects;
using Octant.Platform.Foundation.Outcomes;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Evidence;

/// <summary>What of a table is what.</summary>
/// <param name="After">Columns known only after the treatment.</param>
/// <param name="Positive">The value of the outcome that counts as a response; null for 1, true or yes.</param>
internal sealed record EffectColumns(string Arm, string Control, string Outcome, string? Positive, string? Revenue, string? By, IReadOnlyList<string> After);

/// <summary>The customers of an experiment from a table, one a row.</summary>
internal sealed class EffectTable
{
    public const int MostArms = 50;

    private const int MostParts = 200;
    private const string Blank = "(blank)";

    private readonly Dictionary<string, int> _armIndex = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ArmTally> _parts = new(StringComparer.Ordinal);
    private readonly List<int> _arms = [];

    private EffectTable()
    {
    }

    public ArmTally Whole { get; } = new();

    public IReadOnlyDictionary<string, ArmTally> Parts => _parts;

    public IReadOnlyList<ColumnBalance> Balance { get; private set; } = [];

    /// <exception cref="CommandFailedException">The table is not one of an experiment.</exception>
    public static EffectTable Read(string path, EffectColumns names)
    {
        var read = new EffectTable();
        using var table = TableFile.Open(path, names.Arm);
        var (arm, outcome) = (table.Column(names.Arm), table.Column(names.Outcome));
        TableColumn? revenue = names.Revenue is null ? null : table.Column(names.Revenue);
        TableColumn? by = names.By is null ? null : table.Column(names.By);
        string?[] used = [names.Arm, names.Outcome, names.Revenue, .. names.After.Select(name => table.Column(name).Name)];
        var others = new TypedColumns(table.Columns.Except(used, StringComparer.Ordinal).Select(name => table.Column(name!)));
        while (table.Read())
        {
            var (name, responded) = (table.RequiredText(arm), Figures.Outcome(table, outcome, names.Positive));
            double? amount = revenue is { } column ? table.RequiredNumber(column) : null;
            read.Whole.Add(name, responded, amount);
            read.NoteArm(name, table, arm);
            if (by is { } part)
            {
                read.TallyOf(table.Text(part) is { Length: > 0 } value ? value : Blank, names.By!).Add(name, responded, amount);
            }

            others.Add(table);
        }

        read.RequireArms(names);
        read.Balance = Octant.Engine.Statistics.Effects.Balance.Check(read._arms, read._armIndex.Count, others.Finish().Columns);
        return read;
    }

    private void NoteArm(string name, TableFile table, TableColumn arm)
    {
        if (!_armIndex.TryGetValue(name, out var index))
        {
            index = _armIndex.Count;
            _armIndex.Add(name, index);
            if (index >= MostArms)
            {
                throw table.Wrong(arm, $"one of at most {MostArms} arms; this column has more different values than an experiment has arms");
            }
        }

        _arms.Add(index);
    }

    private ArmTally TallyOf(string value, string by)
    {
        if (!_parts.TryGetValue(value, out var tally))
        {
            if (_parts.Count == MostParts)
            {
                throw new CommandFailedException($"--by {by}: the column has more than {MostParts} different values; there is too little in each part.");
            }

            _parts.Add(value, tally = new ArmTally());
        }

        return tally;
    }

    private void RequireArms(EffectColumns names)
    {
        if (Whole.Arms.Count == 0)
        {
            throw new CommandFailedException("There are no rows below the header: every arm is empty.");
        }

        if (!Whole.Arms.Contains(names.Control))
        {
            var nearest = NearestName.Of(names.Control, Whole.Arms);
            throw new CommandFailedException(
                $"No control group: {names.Arm} never is '{names.Control}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")} Its values are {string.Join(", ", Whole.Arms)}. "
                + "Without customers who were left alone there is no effect to report.");
        }

        if (Whole.Arms.Count == 1)
        {
            throw new CommandFailedException($"Every arm but the control group is empty: {names.Arm} is '{names.Control}' in every row.");
        }
    }
}
