using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using static Octant.Engine.Tests.Calendar.TestZones;
using static Octant.Engine.Tests.Decisions.World;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Decisions;

/// <summary>Every stage removes, says why, and replays to the same bytes by both gears.</summary>
public sealed class StageTests
{
    private static readonly Instant Ago = Noon - TimeSpan.FromDays(1);
    private static readonly CampaignDefinition C1 = Campaign("C1");
    private static readonly CampaignDefinition OnBill = C1 with { Trigger = new CampaignTrigger("bill", null) };

    /// <param name="Silence">Null: the reason itself.</param>
    private sealed record Case(
        Stage Stage,
        string? Reason,
        StrategyDefinition Definition,
        DecisionInputs Inputs,
        string? Related = null,
        Instant? FreesAt = null,
        string? Silence = null);

    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["nothing against it"] = new(Stage.Recommended, null, Definition(C1), Ask(Customer())),

        ["paused"] = new(Stage.Candidates, Reasons.CampaignPaused, Definition(C1 with { Status = CampaignStatus.Paused }), Ask(Customer())),
        ["before its start"] = new(
            Stage.Candidates, Reasons.CampaignNotStarted, Definition(C1 with { Start = new Instant(Noon.Microseconds + 1) }), Ask(Customer()), FreesAt: new Instant(Noon.Microseconds + 1)),
        ["at its start"] = new(Stage.Recommended, null, Definition(C1 with { Start = Noon }), Ask(Customer())),
        ["at its end"] = new(Stage.Candidates, Reasons.CampaignOver, Definition(C1 with { End = Noon }), Ask(Customer())),
        ["just before its end"] = new(Stage.Recommended, null, Definition(C1 with { End = new Instant(Noon.Microseconds + 1) }), Ask(Customer())),
        ["other channel"] = new(
            Stage.Candidates, Reasons.OtherChannel, Definition(C1 with { Channels = ["sms", "hall"] }), Ask(Customer()), "sms, hall", Silence: Reasons.NoCandidates),
        ["other touchpoint"] = new(
            Stage.Candidates, Reasons.OtherTouchpoint, Definition(C1 with { Touchpoints = ["bill"] }), Ask(Customer(), touchpoint: "home"), "bill", Silence: Reasons.NoCandidates),
        ["unknown touchpoint"] = new(
            Stage.Candidates, Reasons.OtherTouchpoint, Definition(C1 with { Touchpoints = ["bill"] }), Ask(Customer(), touchpoint: "kiosk"), "bill", Silence: Reasons.NoCandidates),
        ["its touchpoint"] = new(Stage.Recommended, null, Definition(C1 with { Touchpoints = ["bill"] }), Ask(Customer(), touchpoint: "bill")),
        ["no touchpoint in particular"] = new(Stage.Recommended, null, Definition(C1 with { Touchpoints = ["bill"] }), Ask(Customer())),
        ["waits for an event"] = new(Stage.Candidates, Reasons.WaitsForEvent, Definition(OnBill), Ask(Customer()), "bill", Silence: Reasons.NoCandidates),
        ["waits for another event"] = new(Stage.Candidates, Reasons.WaitsForEvent, Definition(OnBill), Happened(Customer(), "roam"), "bill", Silence: Reasons.NoCandidates),
        ["waits for a request"] = new(Stage.Candidates, Reasons.WaitsForRequest, Definition(C1), Happened(Customer()), Silence: Reasons.NoCandidates),
        ["paused and on another channel"] = new(
            Stage.Candidates, Reasons.CampaignPaused, Definition(C1 with { Status = CampaignStatus.Paused, Channels = ["sms"] }), Ask(Customer()), Silence: Reasons.NoCandidates),
        ["triggered on passive channels only"] = new(
            Stage.Candidates, Reasons.NoOffers, Definition(OnBill with { Channels = ["web"] }), Happened(Customer()), Silence: Reasons.NoCandidates),
        ["its event"] = new(Stage.Recommended, null, Definition(OnBill), Happened(Customer())),
        ["trigger condition false"] = new(
            Stage.Candidates, Reasons.ConditionFalse, Definition(C1 with { Trigger = new CampaignTrigger("bill", "event.amount > 30") }), Happened(Customer(), "bill", null, new FieldValue("amount", AttributeValue.OfNumber(20)))),
        ["trigger condition unknown"] = new(
            Stage.Candidates, Reasons.ConditionUnknown, Definition(C1 with { Trigger = new CampaignTrigger("bill", "event.amount > 30") }), Happened(Customer())),

        ["audience false"] = new(Stage.Audience, Reasons.ConditionFalse, Definition(C1 with { Audience = "customer.arpu > 100" }), Ask(Customer())),
        ["audience unknown"] = new(Stage.Audience, Reasons.ConditionUnknown, Definition(C1 with { Audience = "customer.tenure > 3" }), Ask(Customer())),
        ["audience not unknown"] = new(Stage.Audience, Reasons.ConditionUnknown, Definition(C1 with { Audience = "!(customer.tenure > 3)" }), Ask(Customer())),
        ["audience error"] = new(Stage.Audience, Reasons.ConditionError, Definition(C1 with { Audience = "1 / 0 == 1" }), Ask(Customer())),
        ["eligibility"] = new(Stage.Eligibility, Reasons.ConditionFalse, Definition(C1 with { Eligibility = "owns(\"P2\")" }), Ask(Customer())),
        ["applicability"] = new(
            Stage.Applicability, Reasons.ConditionFalse, Definition(C1 with { Applicability = "context.screen == \"bill\"" }), Ask(Customer(), context: new FieldValue("screen", AttributeValue.OfCategory("home")))),
        ["suitability"] = new(Stage.Suitability, Reasons.ConditionUnknown, Definition(C1 with { Suitability = "customer.vip" }), Ask(Customer())),
        ["the earlier stage is named"] = new(
            Stage.Eligibility, Reasons.ConditionFalse, Definition(C1 with { Eligibility = "customer.arpu > 100", Suitability = "customer.arpu > 100" }), Ask(Customer())),

        ["owned"] = new(Stage.ProductCheck, Reasons.AlreadyOwned, Definition(C1), Ask(Customer().Owning(new OwnedOffering("P1", OwnershipState.Active, null, null))), "P1"),
        ["excluding pack ordered one second ago"] = new(
            Stage.ProductCheck, Reasons.ExcludedByOwned, Definition(C1).WithOffering("P2", offering => offering with { Excludes = ["P1"] }), Ask(Customer().Owning(new OwnedOffering("P2", OwnershipState.InFlight, null, null))), "P2"),
        ["required offering missing"] = new(
            Stage.ProductCheck, Reasons.RequiredOfferingMissing, Definition(C1).WithOffering("P1", offering => offering with { Requires = ["P3"] }), Ask(Customer()), "P3"),
        ["offering not yet valid"] = new(
            Stage.ProductCheck, Reasons.OfferingNotYetValid, Definition(C1).WithOffering("P1", offering => offering with { ValidFrom = Noon + TimeSpan.FromDays(1) }), Ask(Customer()), FreesAt: Noon + TimeSpan.FromDays(1)),
        ["contract lock-in of a promotion"] = new(
            Stage.ProductCheck,
            Reasons.ContractLocked,
            Definition(C1 with { Offers = [new CampaignOffer { Offering = "P1", Promotion = "M1" }] }),
            Ask(Customer().Owning(new OwnedOffering("P4", OwnershipState.Active, "old", Noon + TimeSpan.FromDays(90)))),
            "P4",
            Noon + TimeSpan.FromDays(90)),
        ["contract over"] = new(
            Stage.Recommended,
            null,
            Definition(C1 with { Offers = [new CampaignOffer { Offering = "P1", Promotion = "M1" }] }),
            Ask(Customer().Owning(new OwnedOffering("P4", OwnershipState.Active, "old", Noon)))),
        ["closed customer"] = new(Stage.ProductCheck, Reasons.CustomerClosed, Definition(C1), Ask(new CustomerState(1) { Status = CustomerStatus.Closed })),

        ["consent refused"] = new(Stage.Consent, Reasons.ConsentRefused, Definition(C1), Ask(Customer().Consenting(ConsentState.Refused)), ContactPolicy.MarketingClass),
        ["consent unknown, active"] = new(Stage.Consent, Reasons.ConsentUnknown, Definition(C1), Ask(new CustomerState(1), "sms"), ContactPolicy.MarketingClass),
        ["consent unknown, passive"] = new(Stage.Recommended, null, Definition(C1), Ask(new CustomerState(1))),
        ["consent granted, active"] = new(Stage.Recommended, null, Definition(C1), Ask(Customer(), "sms")),
        ["open complaint"] = new(Stage.Consent, Reasons.CaseOpen, Definition(C1), Ask(WithCase(Customer())), "complaint-1"),
        ["suspended"] = new(Stage.Consent, Reasons.CustomerSuspended, Definition(C1), Ask(Suspended(Customer()))),
        ["never offer"] = new(Stage.Consent, Reasons.NeverOffer, Definition(C1), Ask(new CustomerState(1) { NeverOffer = true })),
        ["never disturb, active"] = new(Stage.Consent, Reasons.NeverDisturb, Definition(C1), Ask(NeverDisturbed(Customer()), "sms")),
        ["never disturb, passive"] = new(Stage.Recommended, null, Definition(C1), Ask(NeverDisturbed(Customer()))),

        ["cap"] = new(
            Stage.ContactPolicy, Reasons.Cap, Definition(C1).WithCaps(Rolling(1, TimeSpan.FromDays(7))), Ask(Customer().Contacted(Contact(Ago))), "caps", Ago + TimeSpan.FromDays(7)),
        ["cool-down"] = new(
            Stage.ContactPolicy,
            Reasons.CoolDown,
            Definition(C1).WithPolicy(new ContactPolicy { Id = "calm", CoolDowns = [new CoolDown(CapScope.Campaign, TimeSpan.FromDays(30))] }),
            Ask(Customer().Contacted(Contact(Ago, "C1", state: ContactState.Sent, responses: Responses.Rejected, turnedDownAt: Ago))),
            "calm",
            Ago + TimeSpan.FromDays(30)),
        ["ignored before"] = new(
            Stage.ContactPolicy,
            Reasons.IgnoreSuppression,
            Definition(C1).WithPolicy(new ContactPolicy { Id = "calm", IgnoreSuppressions = [new IgnoreSuppression(CapScope.Global, 2, TimeSpan.FromDays(10))] }),
            Ask(Customer().Contacted(
                Contact(Ago - TimeSpan.FromDays(1), "C2", state: ContactState.Sent, responses: Responses.Ignored, turnedDownAt: Ago - TimeSpan.FromDays(1)),
                Contact(Ago, "C3", state: ContactState.Sent, responses: Responses.Ignored, turnedDownAt: Ago))),
            "calm",
            Ago + TimeSpan.FromDays(10)),
        ["quiet hours"] = new(
            Stage.ContactPolicy,
            Reasons.QuietHours,
            Definition(C1).WithPolicy(Quiet("11:00", "13:00")),
            Ask(Customer(), "sms"),
            "quiet",
            Noon + TimeSpan.FromHours(1)),
        ["holiday"] = new(
            Stage.ContactPolicy,
            Reasons.Holiday,
            Definition(C1).WithPolicy(new ContactPolicy { Id = "quiet", Holidays = [new DateOnly(2026, 6, 10)] }),
            Ask(Customer(), "sms"),
            "quiet",
            At("2026-06-11T00:00:00Z")),
        ["event's answer would come too late"] = new(
            Stage.ContactPolicy,
            Reasons.NotInTime,
            Definition(OnBill with { Validity = TimeSpan.FromHours(1) }).WithPolicy(Quiet("11:00", "13:00")),
            Happened(Customer())),

        ["channel cannot carry"] = new(
            Stage.ChannelFit,
            Reasons.ChannelCannotCarry,
            Definition(C1).WithOffering("P1", offering => offering with { Needs = new ProductNeeds { Input = ProductInput.Text } }),
            Ask(Customer()),
            "input: text"),
        ["channel closed"] = new(
            Stage.ChannelFit,
            Reasons.ChannelClosed,
            Definition(C1).WithChannel("web", channel => channel with { Hours = [new DailyHours(new TimeOnly(8, 0), new TimeOnly(12, 0), [])] }),
            Ask(Customer()),
            "web"),

        ["capacity exhausted"] = new(
            Stage.Capacity,
            Reasons.CapacityExhausted,
            Definition(C1).WithChannel("sms", channel => channel with { DailyCapacity = 10 }),
            Ask(Customer(), "sms", slices: new Slices().Exhausted("channel/sms", "2026-06-10")),
            "channel/sms"),
        ["no slot"] = new(
            Stage.Arbitration, Reasons.NoSlot, Definition(C1, Campaign("C2", "P2", 0.4)), Ask(Customer(), limit: 1), Silence: "none"),
        ["campaign holdout"] = new(Stage.Holdout, Reasons.CampaignHoldout, Definition(C1 with { HoldoutShare = 1 }), Ask(Customer()), "C1"),
        ["global holdout"] = new(Stage.Holdout, Reasons.GlobalHoldout, Definition(C1) with { GlobalHoldoutShare = 1 }, Ask(Customer())),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stage_removes_and_says_why(string name)
    {
        var (stage, reason, definition, inputs, related, freesAt, silence) = Cases[name];
        var strategy = Compile(definition);
        var explained = DecisionExplainer.Explain(strategy, inputs);
        var campaign = Assert.Single(explained.Campaigns, item => item.Campaign == "C1");
        Assert.Equal((stage, reason), (campaign.Stage, campaign.Reason));
        Assert.Equal(related, campaign.Related);
        Assert.Equal(freesAt, campaign.FreesAt);
        Assert.Equal(stage == Stage.Recommended ? 1 : null, campaign.Rank);

        var result = Decide(strategy, inputs);
        // Which condition of which campaign kept silent, only an explanation asks.
        var expected = reason is Reasons.ConditionFalse or Reasons.ConditionUnknown or Reasons.ConditionError ? Reasons.NoCampaignMatches : reason;
        Assert.Equal(silence == "none" ? null : silence ?? expected, result.Silence);
        Assert.Equal(result.Silence, explained.Silence);

        var (recordedInputs, recordedResult) = Record(strategy, inputs);
        foreach (var gear in Enum.GetValues<ConditionGear>())
        {
            Assert.Equal(ReplayVerdict.Same, DecisionReplay.Replay(strategy, Strategy.EngineVersion, recordedInputs, recordedResult, gear).Verdict);
        }
    }

    [Fact]
    public void Every_stage_has_a_case() =>
        Assert.Equal(Enum.GetValues<Stage>(), Cases.Values.Select(item => item.Stage).Distinct().Order());

    internal static ContactPolicy Quiet(string from, string to) =>
        new() { Id = "quiet", QuietHours = [new DailyHours(TimeOnly.Parse(from, null), TimeOnly.Parse(to, null), [])] };

    internal static CustomerState WithCase(CustomerState customer)
    {
        customer.OpenCases.Add("complaint-1");
        return customer;
    }

    internal static CustomerState Suspended(CustomerState customer)
    {
        customer.Status = CustomerStatus.Suspended;
        return customer;
    }

    private static CustomerState NeverDisturbed(CustomerState customer)
    {
        customer.NeverDisturb = true;
        return customer;
    }
}
