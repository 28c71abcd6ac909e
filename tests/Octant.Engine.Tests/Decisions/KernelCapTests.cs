using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Calendar.TestZones;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

/// <summary>Caps as the kernel applies them; their edges are tested with the ledger itself.</summary>
public sealed class KernelCapTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Campaign C1 offers P1, cluster K-P1, on web: what a contact must be for the scope to count it, and what not.</summary>
    public static TheoryData<CapScope, string, string, string, string, string> Scopes => new()
    {
        // scope, and one contact property that makes it foreign: campaign, offering, cluster, class, channel
        { CapScope.Channel, "C1", "P1", "K-P1", "marketing", "sms" },
        { CapScope.Campaign, "other", "P1", "K-P1", "marketing", "web" },
        { CapScope.Offering, "C1", "other", "K-P1", "marketing", "web" },
        { CapScope.Cluster, "C1", "P1", "other", "marketing", "web" },
        { CapScope.Class, "C1", "P1", "K-P1", "survey", "web" },
    };

    [Theory]
    [InlineData(CapScope.Global)]
    [InlineData(CapScope.Channel)]
    [InlineData(CapScope.Campaign)]
    [InlineData(CapScope.Offering)]
    [InlineData(CapScope.Cluster)]
    [InlineData(CapScope.Class)]
    public void There_is_room_below_n_and_none_at_n_or_above(CapScope scope)
    {
        for (var count = 0; count <= 4; count++)
        {
            var customer = Customer().Contacted([.. Enumerable.Range(0, count).Select(hours => Like(Noon - TimeSpan.FromHours(hours)))]);
            var explained = Explain(Definition(Campaign("C1")).WithCaps(Rolling(3, Week, scope)), Ask(customer));
            if (count < 3)
            {
                Assert.Equal(Stage.Recommended, explained.Stage);
            }
            else
            {
                Assert.Equal((Stage.ContactPolicy, Reasons.Cap, "caps"), (explained.Stage, explained.Reason, explained.Related));
                Assert.Equal((count, 3, scope), (explained.Cap!.Count, explained.Cap.Limit, explained.Cap.Scope));
                Assert.Equal(Week, explained.Cap.Rolling);
                Assert.Equal(Noon - TimeSpan.FromHours(2) + Week, explained.FreesAt);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Contacts_of_another_kind_do_not_fill_it(CapScope scope, string campaign, string offering, string cluster, string messageClass, string channel)
    {
        var customer = Customer().Contacted([.. Enumerable.Range(0, 5).Select(_ => Contact(Noon, campaign, offering, cluster, messageClass, channel))]);
        Assert.Equal(["P1"], Decide(Definition(Campaign("C1")).WithCaps(Rolling(1, Week, scope)), Ask(customer)).Offered());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_rolling_window_is_open_at_its_old_end(long microsecondsYounger, int refused)
    {
        var customer = Customer().Contacted(Contact(new Instant((Noon - Week).Microseconds + microsecondsYounger)));
        Assert.Equal(1 - refused, Decide(Definition(Campaign("C1")).WithCaps(Rolling(1, Week)), Ask(customer)).Recommendations.Count);
    }

    [Theory]
    [InlineData("2026-05-31T21:59:59.999999Z", 1)]
    [InlineData("2026-05-31T22:00:00Z", 0)]
    public void A_calendar_month_is_the_customers_own(string contact, int offered)
    {
        var definition = Definition(Campaign("C1")).WithCaps(PerCalendar(1, CalendarUnit.Month)) with
        {
            Zones = [ZoneTable.Utc, Berlin],
            ZoneAttribute = "area",
        };
        var customer = Customer().With("area", Profiles.AttributeValue.OfCategory("Europe/Berlin")).Contacted(Contact(At(contact)));
        Assert.Equal(offered, Decide(definition, Ask(customer)).Recommendations.Count);
    }

    [Fact]
    public void Service_messages_know_no_cap_and_fill_none()
    {
        var service = Campaign("C1", "P1", 0.9) with { Class = ContactPolicy.ServiceClass };
        var result = Decide(Definition(service, Campaign("C2", "P2"), Campaign("C3", "P3")).WithCaps(Rolling(1, Week)), Ask(Customer(), limit: 3));
        Assert.Equal(["C1", "C2"], result.Campaigns());
        Assert.Equal(Reasons.Cap, result.Fate("C3").Reason);
    }

    [Fact]
    public void What_was_released_or_failed_leaves_room()
    {
        var customer = Customer().Contacted(
            Like(Noon) with { State = ContactState.Suppressed },
            Like(Noon) with { State = ContactState.Failed },
            Like(Noon) with { State = ContactState.Ghost, Campaign = "other" });
        Assert.Equal(["P1"], Decide(Definition(Campaign("C1")).WithCaps(Rolling(1, Week)), Ask(customer)).Offered());
    }

    private static Contact Like(Instant at) => Contact(at, "C1", "P1", "K-P1", channel: "web");
}
