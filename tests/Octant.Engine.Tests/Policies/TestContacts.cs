using Octant.Engine.Calendar;
using Octant.Engine.Policies;

namespace Octant.Engine.Tests.Policies;

/// <summary>Contacts and policies for tests.</summary>
internal static class TestContacts
{
    private static long sequence;

    public static Contact Contact(
        Instant countsAt,
        string campaign = "c1",
        string offering = "o1",
        string? cluster = null,
        string messageClass = ContactPolicy.MarketingClass,
        string channel = "sms",
        ContactState state = ContactState.Pending,
        Responses responses = Responses.None,
        Instant? turnedDownAt = null) => new()
        {
            Id = new ContactId(Interlocked.Increment(ref sequence), 0, 1),
            Campaign = campaign,
            Offering = offering,
            Cluster = cluster,
            Class = messageClass,
            Channel = channel,
            GrantedAt = countsAt,
            CountsAt = countsAt,
            ValidUntil = countsAt + TimeSpan.FromDays(1),
            ResponseWindow = TimeSpan.FromDays(7),
            State = state,
            StateAt = countsAt,
            Responses = responses,
            TurnedDownAt = turnedDownAt,
        };

    public static Contact ToContact(this ProposedContact proposed) => Contact(
        proposed.CountsAt,
        proposed.Campaign,
        proposed.Offering,
        proposed.Cluster,
        proposed.Class,
        proposed.Channel,
        proposed.IsGhost ? ContactState.Ghost : ContactState.Pending);

    public static ProposedContact Proposed(
        Instant countsAt,
        string campaign = "c1",
        string offering = "o1",
        string? cluster = null,
        string messageClass = ContactPolicy.MarketingClass,
        string channel = "sms",
        bool isGhost = false) => new(campaign, offering, cluster, messageClass, channel, countsAt, isGhost);

    public static ContactPolicy Policy(params Cap[] caps) => new() { Id = "p", Caps = caps };

    public static Cap Rolling(int limit, TimeSpan length, CapScope scope = CapScope.Global) =>
        new() { Limit = limit, Rolling = length, Scope = scope };

    public static Cap PerCalendar(int limit, CalendarUnit unit, CapScope scope = CapScope.Global) =>
        new() { Limit = limit, Calendar = unit, Scope = scope };
}
