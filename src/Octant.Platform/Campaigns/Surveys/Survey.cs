using Octant.Engine;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Surveys;

/// <summary>What the numbers of an answer mean.</summary>
public enum SurveyScale
{
    /// <summary>How satisfied, 1 (not at all) to 5 (very); 4 and 5 are satisfied.</summary>
    Satisfaction,

    /// <summary>How likely to recommend it, 0 to 10; promoters say 9 or 10, detractors 0 to 6 (F. F. Reichheld, Harvard Business Review, December 2003).</summary>
    Recommendation,
}

/// <summary>The question that customers are asked after a contact of a campaign.</summary>
public sealed record Survey
{
    public const string TimeForm = "a duration of at most 30 days";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public required LocalizedName Question { get; init; }

    public SurveyScale Scale { get; init; } = SurveyScale.Satisfaction;

    /// <summary>Of the customers who were contacted, 0 to 1: who they are is a hash of campaign and customer, for ever the same.</summary>
    public double AskedShare { get; init; } = 1;

    /// <summary>How long after the contact the question may be put.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How long after that an answer counts.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Where it is put; null: where the contact was.</summary>
    public string? Channel { get; init; }

    /// <summary>The lowest score there is.</summary>
    public static int LowestOf(SurveyScale scale) => scale == SurveyScale.Satisfaction ? 1 : 0;

    /// <summary>The highest score there is.</summary>
    public static int HighestOf(SurveyScale scale) => scale == SurveyScale.Satisfaction ? 5 : 10;

    /// <summary>Whether this customer belongs to the share that is asked.</summary>
    public bool Asks(string campaign, long customerKey) =>
        StableHash.ToUnit(StableHash.Combine(StableHash.Combine(StableHash.Of("survey"), StableHash.Of(campaign)), (ulong)customerKey)) < AskedShare;

    internal void Check(FieldChecks fields, string place)
    {
        fields.RequireName(Question, $"{place}.question");
        fields.RequireShare(AskedShare, $"{place}.askedShare");
        fields.Require(Delay >= TimeSpan.Zero && Delay <= Longest, $"{place}.delay", TimeForm, Delay);
        fields.Require(AnswerWithin > TimeSpan.Zero && AnswerWithin <= Longest, $"{place}.answerWithin", TimeForm + ", and more than none", AnswerWithin);
    }
}
