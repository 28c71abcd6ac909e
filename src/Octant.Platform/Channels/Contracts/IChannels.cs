using Octant.Engine.Channels;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Channels.Contracts;

/// <summary>Ways to reach customers, for capabilities above. Lists are in ordinal order of id.</summary>
public interface IChannels
{
    ValueTask<IReadOnlyList<Channel>> ReadChannelsAsync(CancellationToken cancellation);

    ValueTask<IReadOnlyList<Outlet>> ReadOutletsAsync(CancellationToken cancellation);

    ValueTask<IReadOnlyList<Touchpoint>> ReadTouchpointsAsync(CancellationToken cancellation);

    /// <summary>Null when there is no such outlet.</summary>
    ValueTask<Outlet?> FindOutletAsync(string id, CancellationToken cancellation);
}

/// <summary>Kinds of documents, for naming them in a reference.</summary>
public static class ChannelKinds
{
    public const string Channel = "channel";
    public const string Outlet = "outlet";
    public const string Touchpoint = "touchpoint";
}

/// <summary>A channel, an outlet or a touchpoint was created, replaced or deleted.</summary>
/// <param name="Kind">One of <see cref="ChannelKinds"/>.</param>
public sealed record ChannelsChanged(string Kind, string Id) : IMessage
{
    public static string Topic => "channels-changed";
}
