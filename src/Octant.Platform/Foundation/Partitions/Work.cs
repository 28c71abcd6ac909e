using System.Threading.Tasks.Sources;
using Octant.Engine.Partitions;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>
/// A command or a read that waits for its partition. It is its own promise: thousands are made in a second, and a task with its
/// continuations would weigh more than the command.
/// </summary>
/// <param name="unanswered">Counts what is under way; null for work nobody waits for.</param>
internal sealed class Work(int partition, Command? command, Func<PartitionState, object?>? read, UnansweredWork? unanswered)
    : IValueTaskSource<object?>, IValueTaskSource<Outcome>
{
    // Who asked for a decision writes it out and is done, so that all of a commit are answered one after another by one thread. Others may have
    // much to do with an answer, and nobody waits behind them.
    private ManualResetValueTaskSourceCore<object?> _answer = new() { RunContinuationsAsynchronously = command is not Decide };
    private int _answered;

    public int Partition => partition;

    public Command? Command => command;

    public Func<PartitionState, object?>? Read => read;

    /// <summary>How often it went round for a slice.</summary>
    public int Rounds { get; set; }

    public bool IsAnswered => Volatile.Read(ref _answered) != 0;

    /// <summary>To be awaited once, or <see cref="Outcome"/>.</summary>
    public ValueTask<object?> Answer => new(this, _answer.Version);

    /// <inheritdoc cref="Answer"/>
    public ValueTask<Outcome> Outcome => new(this, _answer.Version);

    /// <summary>The first answer holds.</summary>
    public void Succeed(object? value)
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0)
        {
            unanswered?.Leave();
            _answer.SetResult(value);
        }
    }

    /// <inheritdoc cref="Succeed"/>
    public void Fail(Exception error)
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0)
        {
            unanswered?.Leave();
            _answer.SetException(error);
        }
    }

    object? IValueTaskSource<object?>.GetResult(short token) => _answer.GetResult(token);

    Outcome IValueTaskSource<Outcome>.GetResult(short token) => (Outcome)_answer.GetResult(token)!;

    ValueTaskSourceStatus IValueTaskSource<object?>.GetStatus(short token) => _answer.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<Outcome>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<object?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<Outcome>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}

/// <summary>How many have been let in and not been answered yet.</summary>
internal sealed class UnansweredWork
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
