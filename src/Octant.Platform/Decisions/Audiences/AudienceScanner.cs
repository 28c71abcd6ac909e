using Microsoft.Extensions.Hosting;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>
/// Answers questions about all customers, exact as of the instant at which they are asked. One thread owns the columns and
/// works off one queue, in which rows stand in order of commitment.
/// </summary>
/// <remarks>
/// A question first passes through every partition: that answers when all that was submitted before is durable, and so is
/// in the queue. Then the question is queued behind it.
/// </remarks>
public sealed class AudienceScanner(AudienceRows rows, IPartitions partitions, ICustomerDictionary dictionary, IClock clock) : IHostedService
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromDays(1);

    private CustomerColumns? _columns;
    private Instant _forgotten = Instant.MinValue;
    private Task _running = Task.CompletedTask;

    /// <summary>Takes the partitions over as they stand; what they commit meanwhile waits in the queue.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var columns = new CustomerColumns(await dictionary.ReadAttributesAsync(cancellationToken).ConfigureAwait(false));
        for (var partition = 0; partition < PartitionOptions.PartitionCount; partition++)
        {
            await partitions.ReadAsync(
                partition,
                state =>
                {
                    columns.TakeOver(state);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }

        _columns = columns;
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        rows.Complete();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the columns as they are at the instant that is handed over with them.</summary>
    /// <param name="attributes">The dictionary the question was compiled against.</param>
    /// <exception cref="PartitionUnavailableException">Not all partitions are served here, so no count would be true.</exception>
    public async Task<T> AskAsync<T>(AttributeDictionary attributes, Func<AudienceColumns, Instant, T> ask, CancellationToken cancellation)
    {
        await Task.WhenAll(Enumerable.Range(0, PartitionOptions.PartitionCount).Select(
            partition => partitions.ReadAsync(partition, state => state.Sequence, cancellation).AsTask())).ConfigureAwait(false);
        var answered = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!rows.Ask(() => Answer(attributes, ask, answered)))
        {
            throw new PartitionUnavailableException(0);
        }

        // Should the scanner itself fail, its failure is the answer.
        await (await Task.WhenAny(answered.Task, _running).WaitAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return await answered.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private void Answer<T>(AttributeDictionary attributes, Func<AudienceColumns, Instant, T> ask, TaskCompletionSource<T> answered)
    {
        try
        {
            var columns = _columns!.Columns;
            if (attributes.Count > columns.Attributes.Count)
            {
                columns.Attributes = attributes;
            }

            answered.SetResult(ask(columns, clock.Now));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            answered.SetException(error);
        }
    }

    private async Task RunAsync()
    {
        await foreach (var work in rows.Work.ReadAllAsync().ConfigureAwait(false))
        {
            switch (work)
            {
                case RowToApply row:
                    _columns!.Apply(row.Row);
                    break;
                case QuestionToAnswer question:
                    ForgetContacts();
                    question.Answer();
                    break;
            }
        }
    }

    private void ForgetContacts()
    {
        var now = clock.Now;
        if (now > _forgotten + ForgetEvery)
        {
            _forgotten = now;
            _columns!.ForgetContacts(now - PartitionState.LedgerRetention);
        }
    }
}
