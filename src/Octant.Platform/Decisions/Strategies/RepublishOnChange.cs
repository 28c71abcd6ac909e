using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Whatever a strategy is made of has changed: publish, and let the request that changed it wait for that.</summary>
public sealed class RepublishOnChange(StrategySources sources, StrategyPublisher publisher) :
    ISubscriber<CatalogChanged>,
    ISubscriber<ChannelsChanged>,
    ISubscriber<DictionaryChanged>,
    ISubscriber<PoliciesChanged>,
    ISubscriber<CampaignsChanged>
{
    public ValueTask HandleAsync(CatalogChanged message, CancellationToken cancellation) => ChangedAsync(StrategyParts.Catalog, cancellation);

    public ValueTask HandleAsync(ChannelsChanged message, CancellationToken cancellation) => ChangedAsync(StrategyParts.Channels, cancellation);

    public ValueTask HandleAsync(DictionaryChanged message, CancellationToken cancellation) => ChangedAsync(StrategyParts.Dictionary, cancellation);

    public ValueTask HandleAsync(PoliciesChanged message, CancellationToken cancellation) => ChangedAsync(StrategyParts.Policies, cancellation);

    public ValueTask HandleAsync(CampaignsChanged message, CancellationToken cancellation)
    {
        sources.MarkCampaign(message.Id);
        return new(publisher.PublishAsync(cancellation));
    }

    private ValueTask ChangedAsync(StrategyParts parts, CancellationToken cancellation)
    {
        sources.Mark(parts);
        return new(publisher.PublishAsync(cancellation));
    }
}
