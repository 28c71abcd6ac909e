using Octant.Engine.Calendar;
using Octant.Engine.Statistics;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns.Surveys;

/// <summary>A figure and where it lies at 95 %.</summary>
/// <param name="Interval">Null where no spread is known: of a single answer, or where all are the same.</param>
public sealed record SurveyEstimate(double Value, Interval? Interval);

/// <summary>How satisfied customers were.</summary>
/// <param name="Asked">Customers, each once for every contact.</param>
/// <param name="Answered">Of them, in time.</param>
/// <param name="Late">Answers that came when their time was over: among those asked, and nowhere else.</param>
/// <param name="AnsweredShare">Answered of asked, 0 to 1, with Wilson's interval; null where nobody was asked.</param>
/// <param name="Mean">Of the scores, with Student's interval as far as the scale goes; null without answers.</param>
/// <param name="Satisfied">Share of scores 4 and 5, with Wilson's interval; null without answers and on the other scale.</param>
/// <param name="NetPromoters">
/// Promoters less detractors in points of a hundred answers, −100 to 100, with Student's interval; null without answers and on the other scale.
/// </param>
public sealed record SatisfactionFigures(
    long Asked, long Answered, long Late, SurveyEstimate? AnsweredShare, SurveyEstimate? Mean, SurveyEstimate? Satisfied, SurveyEstimate? NetPromoters)
{
    private const double Confidence = 0.95;
    private const int LowestSatisfied = 4;
    private const int HighestDetractor = 6;
    private const int LowestPromoter = 9;
    private const int Points = 100;

    internal static SatisfactionFigures Of(SurveyScale scale, IReadOnlyCollection<SurveySum> sums)
    {
        var asked = sums.Sum(sum => sum.Customers);
        var (scores, promoters) = (default(Moments), default(Moments));
        var satisfied = 0L;
        foreach (var sum in sums)
        {
            if (sum is { Score: { } score, IsLate: false })
            {
                scores.Add(score, sum.Customers);
                promoters.Add(score >= LowestPromoter ? Points : score <= HighestDetractor ? -Points : 0, sum.Customers);
                satisfied += score >= LowestSatisfied ? sum.Customers : 0;
            }
        }

        var hasAnswers = scores.Count > 0;
        return new SatisfactionFigures(
            asked,
            scores.Count,
            sums.Where(sum => sum.IsLate).Sum(sum => sum.Customers),
            asked > 0 ? ShareOf(scores.Count, asked) : null,
            hasAnswers ? MeanOf(scores, Survey.LowestOf(scale), Survey.HighestOf(scale)) : null,
            hasAnswers && scale == SurveyScale.Satisfaction ? ShareOf(satisfied, scores.Count) : null,
            hasAnswers && scale == SurveyScale.Recommendation ? MeanOf(promoters, -Points, Points) : null);
    }

    private static SurveyEstimate ShareOf(long some, long all) => new(new Proportion(some, all).Rate, new Proportion(some, all).Wilson(Confidence));

    private static SurveyEstimate MeanOf(Moments moments, double lowest, double highest) => new(
        moments.Mean,
        moments.Student(Confidence) is { } interval ? new Interval(Math.Max(lowest, interval.Low), Math.Min(highest, interval.High)) : null);
}

/// <param name="Customers">Whose answer counts.</param>
public sealed record ScoreCount(int Score, long Customers);

/// <param name="Value">A channel, a date, or the path of a unit; empty where none is known.</param>
public sealed record SatisfactionPart(string Value, SatisfactionFigures Figures);

/// <summary>What customers answered after contacts of a campaign.</summary>
/// <param name="Scores">Every score of the scale, from the lowest.</param>
/// <param name="ByChannel">By the channel of the contact.</param>
/// <param name="ByDay">By the day on which they were asked, in the platform's zone.</param>
/// <param name="ByOrganisation">By the unit of the outlet, or where no outlet took part that of the customer.</param>
public sealed record CampaignSatisfaction(
    string CampaignId,
    Instant AsOf,
    Survey Survey,
    SatisfactionFigures Figures,
    IReadOnlyList<ScoreCount> Scores,
    IReadOnlyList<SatisfactionPart> ByChannel,
    IReadOnlyList<SatisfactionPart> ByDay,
    IReadOnlyList<SatisfactionPart> ByOrganisation);
