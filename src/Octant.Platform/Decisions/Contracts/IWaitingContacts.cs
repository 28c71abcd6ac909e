using Octant.Engine.Calendar;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>Contacts of a live campaign that could have gone out for a while, and that no sender has asked for.</summary>
/// <param name="Count">At most <see cref="IWaitingContacts.MostCounted"/> of a channel are counted.</param>
/// <param name="Since">When the oldest was due.</param>
public sealed record WaitingContacts(string Channel, string Campaign, long Count, Instant Since);

/// <summary>Tells where sending stands still.</summary>
public interface IWaitingContacts
{
    const int MostCounted = 1_000;

    /// <summary>By channel and campaign, of what has been due for longer than <paramref name="patience"/> without quiet hours or a closed channel.</summary>
    ValueTask<IReadOnlyList<WaitingContacts>> ReadAsync(TimeSpan patience, CancellationToken cancellation);
}
