using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Decisions.Events;

/// <summary>How late the events of a source may be.</summary>
public sealed record SourceLateness(TimeSpan Lateness)
{
    /// <summary>For sources nobody declared.</summary>
    public static SourceLateness Default { get; } = new(TimeSpan.FromHours(1));
}

/// <summary>How late each declared source may be, kept at hand for every event.</summary>
public sealed class EventSources(ICustomerDictionary dictionary) : ISubscriber<DictionaryChanged>
{
    private volatile Utf8Names<SourceLateness>? _lateness;

    public async ValueTask<Utf8Names<SourceLateness>> ReadAsync(CancellationToken cancellation) =>
        _lateness ??= new Utf8Names<SourceLateness>((await dictionary.ReadEventSourcesAsync(cancellation).ConfigureAwait(false))
            .Select(source => KeyValuePair.Create(source.Source, new SourceLateness(source.Lateness))));

    public ValueTask HandleAsync(DictionaryChanged message, CancellationToken cancellation)
    {
        _lateness = null;
        return ValueTask.CompletedTask;
    }
}
