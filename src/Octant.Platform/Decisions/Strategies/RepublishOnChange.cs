using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Whatever a strategy is made of has changed: publish, and let the request that changed it wait for that.</summary>
public sealed class RepublishOnChange(StrategyPublisher publisher) :
    ISubscriber<CatalogChanged>,
    ISubscriber<ChannelsChanged>,
    ISubscriber<DictionaryChanged>,
    ISubscriber<PoliciesChanged>,
    ISubscriber<CampaignsChanged>
{
    public ValueTask HandleAsync(CatalogChanged message, CancellationToken cancellation) => new(publisher.PublishAsync(cancellation));

    public ValueTask HandleAsync(ChannelsChanged message, CancellationToken cancellation) => new(publisher.PublishAsync(cancellation));

    public ValueTask HandleAsync(DictionaryChanged message, CancellationToken cancellation) => new(publisher.PublishAsync(cancellation));

    public ValueTask HandleAsync(PoliciesChanged message, CancellationToken cancellation) => new(publisher.PublishAsync(cancellation));

    public ValueTask HandleAsync(CampaignsChanged message, CancellationToken cancellation) => new(publisher.PublishAsync(cancellation));
}
