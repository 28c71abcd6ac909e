using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Tests.Decisions;

public sealed class AudienceRowsTests
{
    private const int Many = 10_000;

    private readonly AudienceRows _rows = new();

    [Fact]
    public async Task The_journal_waits_for_a_scanner_that_has_fallen_behind_until_it_has_caught_up()
    {
        _rows.BeginScan();
        Commit(Many);
        var room = _rows.RoomAsync();
        Assert.False(room.IsCompleted);
        for (var i = 0; i < Many; i++)
        {
            _rows.Taken();
        }

        await room;
        Assert.True(_rows.RoomAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Nobody_waits_for_a_scanner_that_has_not_begun_or_has_ended()
    {
        Commit(Many);
        Assert.True(_rows.RoomAsync().IsCompletedSuccessfully);
        _rows.BeginScan();
        var room = _rows.RoomAsync();
        Assert.False(room.IsCompleted);
        _rows.EndScan();
        await room;
        Assert.True(_rows.RoomAsync().IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    public void What_was_committed_before_a_question_comes_to_the_scanner_before_it_and_in_order(int rows)
    {
        Commit(rows);
        Assert.True(_rows.Add(new CutPassed(default, null)));
        Commit(rows);
        var sequences = new List<long>();
        while (_rows.Work.TryRead(out var work) && work is RowsToApply together)
        {
            sequences.AddRange(together.Rows.Select(row => row.Sequence));
        }

        Assert.Equal(Enumerable.Range(0, rows).Select(number => (long)number), sequences);
    }

    [Fact]
    public void The_scanner_is_not_woken_for_every_row()
    {
        Commit(1_000);
        var pieces = 0;
        while (_rows.Work.TryRead(out _))
        {
            pieces++;
        }

        Assert.InRange(pieces, 1, 20);
    }

    private void Commit(int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            _rows.Committed(new CommittedRow(0, i, [], Bytes: 0));
        }
    }
}
