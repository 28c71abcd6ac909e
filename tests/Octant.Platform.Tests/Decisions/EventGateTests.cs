using Octant.Engine.Partitions;
using Octant.Platform.Decisions.Events;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Tests.Decisions;

public sealed class EventGateTests
{
    private readonly Partitions _partitions = new();

    [Fact]
    public void What_is_beyond_the_bytes_is_refused_until_somebody_leaves()
    {
        var gate = new EventGate(new EventGateOptions { MostBytes = 100 }, _partitions);
        var first = gate.TryEnter(60)!;
        using var second = gate.TryEnter(40);
        Assert.NotNull(second);
        Assert.Null(gate.TryEnter(1));
        first.Dispose();
        using var third = gate.TryEnter(60);
        Assert.NotNull(third);
        Assert.Null(gate.TryEnter(1));
    }

    [Fact]
    public void Alone_a_body_of_any_size_is_let_in_and_none_beside_it()
    {
        var gate = new EventGate(new EventGateOptions { MostBytes = 100 }, _partitions);
        using (var large = gate.TryEnter(1_000))
        {
            Assert.NotNull(large);
            Assert.Null(gate.TryEnter(1));
        }

        using var next = gate.TryEnter(1);
        Assert.NotNull(next);
    }

    [Fact]
    public void A_body_that_did_not_say_how_long_it_is_counts_as_it_grows()
    {
        var gate = new EventGate(new EventGateOptions { MostBytes = 100 }, _partitions);
        using var first = gate.TryEnter(50);
        using var grows = gate.TryEnter(10);
        Assert.True(grows!.TryGrowTo(50));
        Assert.False(grows.TryGrowTo(51));
        Assert.Null(gate.TryEnter(1));
    }

    [Fact]
    public void Nobody_is_let_in_behind_one_who_has_waited_too_long()
    {
        var gate = new EventGate(new EventGateOptions { LongestWait = TimeSpan.Zero }, _partitions);
        var first = gate.TryEnter(1)!;
        first.BeginWaiting();
        Assert.Null(gate.TryEnter(1));
        first.Dispose();
        using var next = gate.TryEnter(1);
        Assert.NotNull(next);
    }

    [Fact]
    public void A_sender_whose_body_is_still_coming_in_keeps_nobody_out()
    {
        var gate = new EventGate(new EventGateOptions { LongestWait = TimeSpan.Zero }, _partitions);
        using var slow = gate.TryEnter(1);
        using var next = gate.TryEnter(1);
        Assert.NotNull(next);
    }

    [Fact]
    public void When_too_many_ids_are_remembered_events_are_refused_until_some_are_forgotten()
    {
        var gate = new EventGate(new EventGateOptions { MostRemembered = 10 }, _partitions);
        _partitions.RememberedIds = 11;
        Assert.Null(gate.TryEnter(1));
        _partitions.RememberedIds = 10;
        using var next = gate.TryEnter(1);
        Assert.NotNull(next);
    }

    private sealed class Partitions : IPartitions
    {
        public long RememberedIds { get; set; }

        public ValueTask<Outcome> SubmitAsync(int partition, Command command, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<T> ReadAsync<T>(int partition, Func<PartitionState, T> read, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task PassTimeAsync(CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
