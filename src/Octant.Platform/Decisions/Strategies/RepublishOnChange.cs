using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Whatever a strategy is made of has changed: publish, and let the request that changed it wait for that.</summary>
public sealed class RepublishOnChange(StrategyPublisher publisher) :
    ISubscriber<CatalogChanged>,
    ISubscriber<CampaignsChanged>
{
    public async ValueTask HandleAsync(CatalogChanged message, CancellationToken cancellation) => await publisher.PublishAsync(cancellation).ConfigureAwait(false);

    public async ValueTask HandleAsync(CampaignsChanged message, CancellationToken cancellation) => await publisher.PublishAsync(cancellation).ConfigureAwait(false);
}
