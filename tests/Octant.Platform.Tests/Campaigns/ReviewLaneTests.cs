using System.Reflection;
using System.Text.Json.Nodes;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Campaigns.Reviews;

namespace Octant.Platform.Tests.Campaigns;

/// <summary>The rounds of a review as pure rules: who is asked, in which order, and what an edit opens again.</summary>
public sealed class ReviewLaneTests
{
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private static readonly ReviewLane Tariff = new() { Id = "tariff", Name = "市场部", Covers = [CampaignPart.Offers, CampaignPart.Budget] };
    private static readonly ReviewLane Wording = new() { Id = "wording", Name = "客服部", Covers = [CampaignPart.Wording], Within = TimeSpan.FromDays(1) };
    private static readonly ReviewLane Board = new() { Id = "board", Name = "省公司", After = ["tariff", "wording", "finance"] };

    private static readonly CampaignDefinition Campaign = new()
    {
        Id = "spring",
        Name = "Spring",
        Offers = [new CampaignOffer { Offering = "plan" }],
        Channels = ["sms"],
        Treatments = [new Treatment { Text = "Take it." }],
    };

    [Fact]
    public void Every_member_of_a_campaign_and_of_its_plan_belongs_to_a_part()
    {
        var members = MembersOf(typeof(CampaignDefinition)).Concat(MembersOf(typeof(CampaignPlan)).Select(name => "plan." + name));

        Assert.Equal(members.Except(["id", "status", "plan.id"]).Order(StringComparer.Ordinal), CampaignContent.Parts.Keys.Order(StringComparer.Ordinal));

        static IEnumerable<string> MembersOf(Type type) =>
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
    }

    [Theory]
    [InlineData("province", false, 99L, 999L, false)]
    [InlineData("province", true, 99L, 999L, true)]
    [InlineData("province", false, 100L, 999L, true)]
    [InlineData("province", false, null, 999L, true)]
    [InlineData("province", false, 99L, 1000L, true)]
    [InlineData("grid", true, 100L, 1000L, false)]
    public void A_lane_is_called_for_at_its_level_when_any_threshold_is_reached(string level, bool newTariff, long? budget, long audience, bool expected)
    {
        var lane = Board with { Levels = ["province", "city"], From = new LaneThresholds { NewTariff = true, Budget = 100, Audience = 1000 } };

        Assert.Equal(expected, lane.IsCalledFor(new LaneFacts(level, newTariff, budget, audience)));
    }

    [Fact]
    public void Lanes_decide_side_by_side_and_a_later_one_opens_when_those_before_it_have_approved()
    {
        var reviews = CampaignReviews.None.Submit(ContentOf(Campaign), [Board, Tariff, Wording], "operator/1", Start);
        Assert.Equal("board Waiting, tariff Open, wording Open", StateOf(reviews));
        Assert.Equal(Start + TimeSpan.FromDays(1), reviews.Find("wording")!.DueAt);
        Assert.Contains("waits for tariff and wording", reviews.Decide("board", ReviewVerdict.Approve, null, "operator/4", Start).Problem!.Detail, StringComparison.Ordinal);

        reviews = Approved(reviews, "wording");
        Assert.Equal("board Waiting, tariff Open, wording Approved", StateOf(reviews));
        reviews = Approved(reviews, "tariff");
        Assert.Equal("board Open, tariff Approved, wording Approved", StateOf(reviews));
        Assert.False(reviews.AreApproved);
        Assert.True(Approved(reviews, "board").AreApproved);
        Assert.Contains("decided already", reviews.Decide("tariff", ReviewVerdict.Approve, null, "operator/4", Start).Problem!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_opens_exactly_the_lanes_it_affects_and_shows_them_the_difference()
    {
        var reviews = Approved(Approved(CampaignReviews.None.Submit(ContentOf(Campaign), [Tariff, Wording], "operator/1", Start), "tariff"), "wording");
        var edited = Campaign with { Treatments = [new Treatment { Text = "Take it now." }] };

        var again = reviews.Submit(ContentOf(edited), [Tariff, Wording], "operator/1", Start);

        Assert.Equal("tariff Approved, wording Open", StateOf(again));
        var change = Assert.Single(again.ChangesFor(again.Find("wording")!));
        Assert.Equal(
            (CampaignPart.Wording, "treatments[0].text", "Take it.", "Take it now."),
            (change.Part, change.Field, (string?)change.Before, (string?)change.After));
        Assert.Empty(again.ChangesFor(again.Find("tariff")!));
        Assert.True(Approved(again, "wording").AreApproved);
    }

    [Fact]
    public void Submitting_what_every_lane_has_approved_already_approves_it_at_once()
    {
        var reviews = Approved(CampaignReviews.None.Submit(ContentOf(Campaign), [Wording], "operator/1", Start), "wording");

        Assert.True(reviews.Submit(ContentOf(Campaign), [Wording], "operator/1", Start).AreApproved);
    }

    [Fact]
    public void An_edit_that_no_lane_covers_opens_them_all()
    {
        var reviews = Approved(Approved(CampaignReviews.None.Submit(ContentOf(Campaign), [Tariff, Wording], "operator/1", Start), "tariff"), "wording");

        var again = reviews.Submit(ContentOf(Campaign with { HoldoutShare = 0.1 }), [Tariff, Wording], "operator/1", Start);

        Assert.Equal("tariff Open, wording Open", StateOf(again));
        Assert.Equal("holdoutShare", Assert.Single(again.ChangesFor(again.Find("tariff")!)).Field);
    }

    [Fact]
    public void An_edit_of_the_plan_opens_the_lane_that_covers_that_part_of_it()
    {
        var plan = new CampaignPlan { Id = "spring", Expected = new ExpectedResult(0.05, 100, 200) };
        var reviews = Approved(Approved(CampaignReviews.None.Submit(CampaignContent.Of(Campaign, plan), [Tariff, Wording], "operator/1", Start), "tariff"), "wording");

        var again = reviews.Submit(CampaignContent.Of(Campaign, plan with { Expected = new ExpectedResult(0.05, 100, 300) }), [Tariff, Wording], "operator/1", Start);

        Assert.Equal("tariff Open, wording Approved", StateOf(again));
        Assert.Equal("plan.expected.revenue", Assert.Single(again.ChangesFor(again.Find("tariff")!)).Field);
    }

    [Fact]
    public void Sending_back_ends_the_round_and_the_other_approvals_stand()
    {
        var reviews = Approved(CampaignReviews.None.Submit(ContentOf(Campaign), [Tariff, Wording], "operator/1", Start), "tariff");

        var back = reviews.Decide("wording", ReviewVerdict.SendBack, "Name the price.", "operator/3", Start).Value;
        Assert.Null(back.SubmittedAt);
        Assert.False(back.AreUnderWayFor(ContentOf(Campaign)));

        var edited = Campaign with { Treatments = [new Treatment { Text = "Take it for 9 yuan." }] };
        Assert.Equal("tariff Approved, wording Open", StateOf(back.Submit(ContentOf(edited), [Tariff, Wording], "operator/1", Start)));
        Assert.Equal("tariff Approved, wording Open", StateOf(back.Submit(ContentOf(Campaign), [Tariff, Wording], "operator/1", Start)));
    }

    [Fact]
    public void A_lane_called_for_only_after_an_edit_is_asked_for_the_first_time()
    {
        var reviews = Approved(CampaignReviews.None.Submit(ContentOf(Campaign), [Wording], "operator/1", Start), "wording");

        var again = reviews.Submit(ContentOf(Campaign with { Budget = 5 }), [Tariff, Wording], "operator/1", Start);

        Assert.Equal("tariff Open, wording Approved", StateOf(again));
        Assert.Empty(again.ChangesFor(again.Find("tariff")!));
    }

    private static JsonObject ContentOf(CampaignDefinition campaign) => CampaignContent.Of(campaign, null);

    private static CampaignReviews Approved(CampaignReviews reviews, string lane) =>
        reviews.Decide(lane, ReviewVerdict.Approve, null, "operator/2", Start + TimeSpan.FromHours(1)).Value;

    private static string StateOf(CampaignReviews reviews) => string.Join(", ", reviews.Lanes.Select(lane => $"{lane.Terms.Id} {lane.Status}"));
}
