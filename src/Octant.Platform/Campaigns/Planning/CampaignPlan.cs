using Octant.Engine.Calendar;
using Octant.Platform.Campaigns.Surveys;

namespace Octant.Platform.Campaigns.Planning;

/// <summary>How a campaign meets its customers.</summary>
public enum CampaignKind
{
    /// <summary>While the customer is at a touchpoint.</summary>
    Inbound,

    /// <summary>In real time, when something happens to or by the customer.</summary>
    Event,

    /// <summary>To a whole audience at a set time.</summary>
    Batch,
}

/// <summary>What counts as having worked.</summary>
public enum SuccessOutcome
{
    Clicked,
    Interested,
    Accepted,
}

/// <summary>The measure of success, said before anything is known.</summary>
/// <param name="Count">Customers; null when only the share matters.</param>
/// <param name="Share">Of the contacts that went out, 0 to 1; null when only the number matters.</param>
public sealed record SuccessMeasure(SuccessOutcome Outcome, long? Count, double? Share);

/// <summary>How much of a channel's day is asked for.</summary>
/// <param name="Quotas">How the contacts are divided among organisation units; empty where they are not.</param>
public sealed record ResourceNeed(string Channel, long ContactsPerDay, IReadOnlyList<UnitQuota> Quotas);

/// <param name="Organisation">Path of the unit, such as <c>province/city</c>.</param>
/// <param name="Contacts">In all, over the campaign's period.</param>
public sealed record UnitQuota(string Organisation, long Contacts);

/// <summary>What the planner expects. Money in minor units.</summary>
/// <param name="ResponseRate">Of the contacts that go out, 0 to 1.</param>
public sealed record ExpectedResult(double ResponseRate, long Cost, long Revenue);

/// <summary>What an earlier campaign came to, attached when a new one was made of it.</summary>
/// <param name="Sent">Contacts that went out.</param>
/// <param name="Accepted">Responses of those who took the offer.</param>
/// <param name="Uplift">Difference of the rates of offered and held-out customers; null where there was no control group.</param>
/// <param name="UpliftLow">Of its interval.</param>
/// <param name="UpliftHigh">Of its interval.</param>
/// <param name="Satisfaction">What customers answered after contact; null where none was asked.</param>
public sealed record Lesson(
    string Campaign,
    string Name,
    Instant At,
    long Planned,
    long Sent,
    long Accepted,
    long Cost,
    double? Uplift,
    double? UpliftLow,
    double? UpliftHigh,
    LessonOfSurvey? Satisfaction = null);

/// <param name="Mean">Of the scores.</param>
public sealed record LessonOfSurvey(SurveyScale Scale, long Answered, double Mean);

/// <summary>Why a campaign is made, what it needs and what it shall bring: what people agree on and no decision depends on.</summary>
public sealed record CampaignPlan
{
    public const string DocumentKind = "campaign-plan";

    public const string DefaultLevel = "province";

    /// <summary>The campaign's.</summary>
    public required string Id { get; init; }

    public string Objective { get; init; } = "";

    public SuccessMeasure? Success { get; init; }

    /// <summary>Level of the organisation that makes it: headquarters, province, city, county, grid; levels are data.</summary>
    public string Level { get; init; } = DefaultLevel;

    /// <summary>Which campaign gives way where two want the same: the lower one. 0 to 100.</summary>
    public int Precedence { get; init; } = 50;

    /// <summary>Staff number of who answers for it.</summary>
    public string? Owner { get; init; }

    public CampaignKind Kind { get; init; } = CampaignKind.Inbound;

    public IReadOnlyList<ResourceNeed> Resources { get; init; } = [];

    /// <summary>Working hours asked of the front line.</summary>
    public int FrontLineHours { get; init; }

    public ExpectedResult? Expected { get; init; }

    /// <summary>What customers are asked after a contact; null: nothing.</summary>
    public Survey? Survey { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Lesson> Lessons { get; init; } = [];
}
