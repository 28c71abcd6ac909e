using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Foundation.Messages;

/// <summary>
/// What one capability tells others, in its <c>Contracts</c> folder. Stored in the transaction that made it true
/// (<see cref="Outbox.Message{T}"/>), delivered after it at least once and in no promised order between requests.
/// </summary>
public interface IMessage
{
    /// <summary>Stable name in kebab-case, such as <c>catalog-changed</c>.</summary>
    static abstract string Topic { get; }
}

/// <summary>
/// Acts on messages of one kind; the same message may come again. The request that published waits for it, and a failure
/// is retried until it succeeds, so that its effect is there for everybody in the end.
/// </summary>
public interface ISubscriber<in T>
    where T : IMessage
{
    ValueTask HandleAsync(T message, CancellationToken cancellation);
}

/// <summary>One subscriber of one topic, with the type of the message hidden.</summary>
public sealed record Subscription(string Topic, Func<IServiceProvider, string, CancellationToken, ValueTask> Deliver);

public static class Outbox
{
    /// <summary>The message as a row for <see cref="DocumentChanges.Messages"/>.</summary>
    public static OutboxMessage Message<T>(T message)
        where T : IMessage => new(0, T.Topic, JsonSerializer.Serialize(message, JsonConventions.Options));

    /// <summary>Subscribes; the subscriber lives as long as the process.</summary>
    public static IServiceCollection AddSubscriber<TMessage, TSubscriber>(this IServiceCollection services)
        where TMessage : IMessage
        where TSubscriber : class, ISubscriber<TMessage>
    {
        services.TryAddSingleton<TSubscriber>();
        return services.AddSingleton(new Subscription(
            TMessage.Topic,
            (provider, body, cancellation) => provider.GetRequiredService<TSubscriber>()
                .HandleAsync(JsonSerializer.Deserialize<TMessage>(body, JsonConventions.Options)!, cancellation)));
    }
}
