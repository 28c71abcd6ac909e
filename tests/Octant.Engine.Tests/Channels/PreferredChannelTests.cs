using Octant.Engine.Channels;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Calendar;
using Octant.Engine.Tests.Policies;

namespace Octant.Engine.Tests.Channels;

public sealed class PreferredChannelTests
{
    private static readonly Channel Sms = new() { Id = "sms", Name = "SMS", CostPerContact = 5 };
    private static readonly Channel Hall = new() { Id = "hall", Name = "Hall", CostPerContact = 0, CostPerTransaction = 900 };
    private static readonly Channel Web = new() { Id = "web", Name = "Web", CostPerContact = 1, CostPerTransaction = 4 };

    [Fact]
    public void High_value_customers_by_their_own_habit() =>
        Assert.Equal("hall", PreferredChannel.Of(true, [Sms, Hall, Web], [new("web", 2), new("hall", 3)], 5));

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, "hall")]
    [InlineData(6, "hall")]
    public void Habit_needs_a_minimum_of_evidence(int times, string? preferred) =>
        Assert.Equal(preferred, PreferredChannel.Of(true, [Sms, Hall], [new("hall", times)], 5));

    [Fact]
    public void A_habit_of_a_channel_that_is_not_at_hand_is_no_preference() =>
        Assert.Null(PreferredChannel.Of(true, [Sms, Web], [new("hall", 9)], 5));

    [Fact]
    public void Low_value_customers_by_cost_whatever_their_habit()
    {
        Assert.Equal("sms", PreferredChannel.Of(false, [Hall, Sms], [new("hall", 9)], 5));
        Assert.Equal("sms", PreferredChannel.Of(false, [Sms, Web], [], 5)); // same cost: named first
        var advantaged = Web with { Abilities = new ChannelAbilities { CostAdvantage = 9 } };
        Assert.Equal("web", PreferredChannel.Of(false, [Sms, advantaged], [], 5));
    }

    [Fact]
    public void No_channels_no_preference() => Assert.Null(PreferredChannel.Of(false, [], [], 0));

    [Fact]
    public void A_habit_is_what_was_answered_and_not_what_was_turned_down_or_ignored()
    {
        var at = TestZones.At("2026-06-10T12:00:00Z");
        Contact[] ledger =
        [
            TestContacts.Contact(at, channel: "sms", responses: Responses.Shown | Responses.Clicked),
            TestContacts.Contact(at, channel: "web", responses: Responses.Interested),
            TestContacts.Contact(at, channel: "sms", responses: Responses.Ignored | Responses.Accepted),
            TestContacts.Contact(at, channel: "sms", responses: Responses.Rejected),
            TestContacts.Contact(at, channel: "mail", responses: Responses.Ignored),
            TestContacts.Contact(at, channel: "mail", responses: Responses.Shown),
        ];
        Assert.Equal([new ChannelHabit("sms", 2), new ChannelHabit("web", 1)], PreferredChannel.MarketingHabitsOf(ledger));
    }

    [Fact]
    public void Answering_service_messages_and_coming_by_oneself_are_a_habit_of_their_own()
    {
        var at = TestZones.At("2026-06-10T12:00:00Z");
        Contact[] ledger =
        [
            TestContacts.Contact(at, channel: "sms", responses: Responses.Accepted) with { Class = ContactPolicy.ServiceClass },
            TestContacts.Contact(at, channel: "sms", responses: Responses.Clicked),
            TestContacts.Contact(at, channel: "web") with { Id = new ContactId(7, 0, 1) },
            TestContacts.Contact(at, channel: "web") with { Id = new ContactId(7, 0, 2) },
            TestContacts.Contact(at, channel: "web", responses: Responses.Ignored) with { Id = new ContactId(9, 0, 1) },
        ];
        Assert.Equal([new ChannelHabit("sms", 1)], PreferredChannel.MarketingHabitsOf(ledger));
        Assert.Equal(
            [new ChannelHabit("sms", 1), new ChannelHabit("web", 2)],
            PreferredChannel.ServiceHabitsOf(ledger, channel => channel == "web"));
    }
}
