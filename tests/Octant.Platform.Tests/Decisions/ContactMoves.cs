using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;

namespace Octant.Platform.Tests.Decisions;

/// <summary>Entries of the journal by which a contact by SMS comes to be, or moves on.</summary>
internal static class ContactMoves
{
    public static Contact Contact(ContactId id, ContactState state, Instant at) => new()
    {
        Id = id,
        Campaign = "c1",
        Class = ContactPolicy.MarketingClass,
        Channel = "sms",
        GrantedAt = at,
        CountsAt = at,
        ValidUntil = at + TimeSpan.FromDays(1),
        ResponseWindow = TimeSpan.FromDays(1),
        State = state,
        StateAt = at,
    };

    /// <param name="from">Null when it comes to be.</param>
    public static JournalEntry Move(Instant at, long customer, ContactState? from, Contact after) =>
        new(new PassTime(), at, new ContactSettled(customer, [new ContactChange(customer, from, after)], []));
}
