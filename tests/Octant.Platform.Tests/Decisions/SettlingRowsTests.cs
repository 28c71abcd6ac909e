using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Which rows a trainer reads: all of those that nobody noted, and of the others those that settle something.</summary>
public sealed class SettlingRowsTests
{
    private const int Partition = 3;

    private static readonly Outcome Settling =
        new ResponseRecorded(1, new ContactId(1, 0, 1), Responses.Accepted, null, new Instant(0), Actor.None, null, [], []);

    private static readonly Outcome Other = new ListsSet(1, NeverDisturb: true, NeverOffer: false);

    [Fact]
    public void Of_rows_from_before_nothing_is_known_and_of_those_noted_only_what_settles_is_told()
    {
        var rows = new SettlingRows();
        Assert.Equal("9: ", Between(rows, 0, 9));
        Commit(rows, 5, Other);
        Commit(rows, 6, Settling);
        Commit(rows, 7, Other);
        Commit(rows, 8, Settling);
        Assert.Equal("4: 6, 8", Between(rows, 0, 8));
        Assert.Equal("4: 6", Between(rows, 4, 7));
        Assert.Equal("6: 8", Between(rows, 6, 8));
        Assert.Equal("3: ", Between(rows, 1, 3));
    }

    [Fact]
    public void What_was_read_is_forgotten_and_what_comes_is_noted()
    {
        var rows = new SettlingRows();
        Commit(rows, 5, Settling);
        Commit(rows, 6, Settling);
        rows.Forget(Partition, 5);
        Commit(rows, 7, Settling);
        Assert.Equal("5: 6, 7", Between(rows, 4, 7));
    }

    private static string Between(SettlingRows rows, long after, long last) =>
        rows.Between(Partition, after, last) is var (unknownUpTo, settling) ? $"{unknownUpTo}: {string.Join(", ", settling)}" : "";

    private static void Commit(SettlingRows rows, long sequence, Outcome outcome) =>
        rows.Committed(new CommittedRow(Partition, sequence, [new JournalEntry(new PassTime(), new Instant(0), outcome)], Bytes: 0));
}
