using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Tests.Foundation.Partitions;

public sealed class CheckpointRegisterTests : IClock
{
    private const int Partition = 7;
    private const int LeastBytes = 1_000;
    private readonly CheckpointRegister _register;

    public CheckpointRegisterTests() => _register = new CheckpointRegister(LeastBytes, this);

    public Instant Now { get; private set; } = Instant.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_small_partition_is_due_when_its_rows_have_the_least_bytes()
    {
        _register.Saved(CheckpointOf(10));
        Commit(LeastBytes - 1);
        Assert.Empty(_register.Due());
        Commit(1);
        Assert.Equal([Partition], _register.Due());
    }

    [Fact]
    public void A_large_partition_is_due_when_its_rows_have_as_many_bytes_as_its_checkpoint()
    {
        _register.Saved(CheckpointOf(5 * LeastBytes));
        Commit((5 * LeastBytes) - 1);
        Assert.Empty(_register.Due());
        Commit(1);
        Assert.Equal([Partition], _register.Due());
    }

    [Fact]
    public void What_a_partition_was_recovered_from_counts()
    {
        _register.Recovered(Partition, new RecoveredBytes(Checkpoint: 3 * LeastBytes, Rows: 2 * LeastBytes));
        Assert.Empty(_register.Due());
        Commit(LeastBytes);
        Assert.Equal([Partition], _register.Due());
    }

    [Fact]
    public void One_that_could_not_be_saved_stays_due()
    {
        Commit(LeastBytes);
        Assert.Equal([Partition], _register.Due());
        Assert.Equal([Partition], _register.Due());
        _register.Saved(CheckpointOf(10));
        Assert.Empty(_register.Due());
    }

    [Fact]
    public void Rows_that_come_while_one_is_made_count_for_the_next()
    {
        Commit(LeastBytes);
        Assert.Equal([Partition], _register.Due());
        Commit(LeastBytes);
        _register.Saved(CheckpointOf(10));
        Assert.Equal([Partition], _register.Due());
    }

    [Fact]
    public void A_partition_with_any_row_is_due_after_a_day()
    {
        Commit(1);
        Assert.Empty(_register.Due());
        Now += TimeSpan.FromDays(1);
        Assert.Equal([Partition], _register.Due());
        _register.Saved(CheckpointOf(10));
        Now += TimeSpan.FromDays(2);
        Assert.Empty(_register.Due());
    }

    private void Commit(int bytes) => _register.Committed(new CommittedRow(Partition, 1, [], bytes));

    private static Checkpoint CheckpointOf(int bytes) => new(Partition, 1, 1, new Instant(0), new byte[bytes]);
}
