using Octant.Engine.Channels;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Channels;

public sealed class ChannelStorage(IDocumentStore documents) : IChannels
{
    private readonly DocumentReader<Channel> _channels = new(documents, ChannelKinds.Channel);
    private readonly DocumentReader<Outlet> _outlets = new(documents, ChannelKinds.Outlet);
    private readonly DocumentReader<Touchpoint> _touchpoints = new(documents, ChannelKinds.Touchpoint);

    public ValueTask<IReadOnlyList<Channel>> ReadChannelsAsync(CancellationToken cancellation) => _channels.ReadAllAsync(cancellation);

    public ValueTask<IReadOnlyList<Outlet>> ReadOutletsAsync(CancellationToken cancellation) => _outlets.ReadAllAsync(cancellation);

    public ValueTask<IReadOnlyList<Touchpoint>> ReadTouchpointsAsync(CancellationToken cancellation) => _touchpoints.ReadAllAsync(cancellation);

    public async ValueTask<Outlet?> FindOutletAsync(string id, CancellationToken cancellation) => (await _outlets.ReadAsync(id, cancellation))?.Value;
}
