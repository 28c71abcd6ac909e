using System.Runtime.InteropServices;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Projections;

/// <summary>Everything that one thing is counted by; the hour is that of the day.</summary>
internal readonly record struct Counted(
    int Day, int Hour, string Organisation, string Staff, string Channel, string Offering, string Campaign, string Outcome, string Reason);

/// <summary>
/// Adds up what a batch counts. As it counts only the finest sums are kept, so that each thing is looked up once; what a day and what an
/// hour came to is added up from these in the end, of which there are few: a batch is of a moment. The tables are used again for the next
/// batch: they are large, and the collector goes through everything when it has met enough large ones.
/// </summary>
internal sealed class CounterTally
{
    private readonly Dictionary<Counted, long> _sums = [];
    private readonly Dictionary<Counted, long> _sumsOfPart = [];

    public void Clear() => _sums.Clear();

    public void Add(in Counted counted, long amount) => Add(_sums, counted, amount);

    /// <summary>One change per counter; none where nothing is left of what was added and taken away.</summary>
    public IReadOnlyList<CounterChange> ByDay() =>
    [
        .. SumsOf(counted => counted with { Hour = 0 }).Select(sum => new CounterChange(
            sum.Of.Day, sum.Of.Organisation, sum.Of.Staff, sum.Of.Channel, sum.Of.Offering, sum.Of.Campaign, sum.Of.Outcome, sum.Of.Reason, sum.Amount)),
    ];

    /// <inheritdoc cref="ByDay"/>
    public IReadOnlyList<HourChange> ByHour() =>
    [
        .. SumsOf(counted => counted with { Staff = "", Offering = "", Campaign = "", Reason = "" }).Select(sum => new HourChange(
            sum.Of.Day, sum.Of.Hour, sum.Of.Organisation, sum.Of.Channel, sum.Of.Outcome, sum.Amount)),
    ];

    private IEnumerable<(Counted Of, long Amount)> SumsOf(Func<Counted, Counted> part)
    {
        _sumsOfPart.Clear();
        foreach (var (counted, amount) in _sums)
        {
            Add(_sumsOfPart, part(counted), amount);
        }

        return _sumsOfPart.Where(sum => sum.Value != 0).Select(sum => (sum.Key, sum.Value));
    }

    private static void Add(Dictionary<Counted, long> sums, in Counted counted, long amount) =>
        CollectionsMarshal.GetValueRefOrAddDefault(sums, counted, out _) += amount;
}
