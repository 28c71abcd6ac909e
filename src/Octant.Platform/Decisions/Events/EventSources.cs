using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Decisions.Events;

/// <summary>How late each declared source may be, kept at hand for every event.</summary>
public sealed class EventSources(ICustomerDictionary dictionary) : ISubscriber<DictionaryChanged>
{
    /// <summary>For sources nobody declared.</summary>
    public static readonly TimeSpan DefaultLateness = TimeSpan.FromHours(1);

    private volatile IReadOnlyDictionary<string, TimeSpan>? _lateness;

    public async ValueTask<IReadOnlyDictionary<string, TimeSpan>> ReadAsync(CancellationToken cancellation) =>
        _lateness ??= (await dictionary.ReadEventSourcesAsync(cancellation).ConfigureAwait(false))
            .ToDictionary(source => source.Source, source => source.Lateness, StringComparer.Ordinal);

    public ValueTask HandleAsync(DictionaryChanged message, CancellationToken cancellation)
    {
        _lateness = null;
        return ValueTask.CompletedTask;
    }
}
