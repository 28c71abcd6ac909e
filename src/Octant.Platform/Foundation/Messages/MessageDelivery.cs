using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Foundation.Messages;

/// <summary>
/// Hands committed messages to their subscribers. The publishing request awaits it, so that what it answers is already in
/// force. What a subscriber could not take stays in the outbox and is tried again, in this process every few seconds, and
/// at the next start.
/// </summary>
public sealed partial class MessageDelivery(
    IDocumentStore documents,
    IEnumerable<Subscription> subscriptions,
    IServiceProvider services,
    ILogger<MessageDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly ILookup<string, Subscription> _byTopic = subscriptions.ToLookup(subscription => subscription.Topic, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, OutboxMessage> _undelivered = new();

    /// <summary>True when every subscriber took every message.</summary>
    public async ValueTask<bool> DeliverAsync(IReadOnlyList<OutboxMessage> messages, CancellationToken cancellation)
    {
        var delivered = new List<long>(messages.Count);
        foreach (var message in messages)
        {
            if (await TryDeliverAsync(message, cancellation))
            {
                delivered.Add(message.Number);
            }
        }

        if (delivered.Count > 0)
        {
            await ForgetAsync(delivered, cancellation);
        }

        return delivered.Count == messages.Count;
    }

    /// <summary>Before the first request: what an earlier run of the process left behind.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await DeliverAsync(await documents.ReadOutboxAsync(int.MaxValue, cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RetryPause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await DeliverAsync([.. _undelivered.Values.OrderBy(message => message.Number)], stoppingToken);
        }
    }

    private async ValueTask<bool> TryDeliverAsync(OutboxMessage message, CancellationToken cancellation)
    {
        try
        {
            foreach (var subscription in _byTopic[message.Topic])
            {
                await subscription.Deliver(services, message.Body, cancellation);
            }

            _undelivered.TryRemove(message.Number, out _);
            return true;
        }
        catch (Exception exception)
        {
            _undelivered[message.Number] = message;
            if (exception is not OperationCanceledException)
            {
                LogUndelivered(message.Topic, message.Number, exception.GetType().Name);
            }

            return false;
        }
    }

    /// <summary>A failure costs a repeated delivery at the next start, no more.</summary>
    private async ValueTask ForgetAsync(IReadOnlyList<long> delivered, CancellationToken cancellation)
    {
        try
        {
            await documents.DeleteFromOutboxAsync(delivered, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotForgotten(delivered.Count, exception.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} delivered messages could not be removed ({Failure}); they will be delivered again")]
    private partial void LogNotForgotten(int count, string failure);

    [LoggerMessage(LogLevel.Error, "Message {Number} of {Topic} was not taken ({Failure}); it will be delivered again")]
    private partial void LogUndelivered(string topic, long number, string failure);
}
