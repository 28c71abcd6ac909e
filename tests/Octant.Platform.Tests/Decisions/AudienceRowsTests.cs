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

    private void Commit(int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            _rows.Committed(new CommittedRow(0, i, []));
        }
    }
}
