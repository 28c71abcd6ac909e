using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Surveys;

/// <summary>Counts a campaign's answers, as far as the caller's part of the organisation goes.</summary>
public static class ReadSatisfaction
{
    public static async Task<Result<CampaignSatisfaction>> HandleAsync(
        string id, Caller caller, CampaignStorage storage, ISurveyStore surveys, IClock clock, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var campaign, out var problem))
        {
            return problem;
        }

        if ((await storage.Plans.ReadAsync(id, cancellation))?.Value.Survey is not { } survey)
        {
            return Problem.NotFound("survey of campaign", id);
        }

        var asOf = clock.Now;
        var sums = await surveys.SumAsync(id, cancellation);
        if (!caller.Covers(campaign.Value.Organisation))
        {
            // Of a campaign from above, what customers of the caller's own part answered.
            sums = [.. sums.Where(sum => caller.Permits(sum.Organisation))];
        }

        IReadOnlyList<SatisfactionPart> Parts(Func<SurveySum, string> value) =>
        [
            .. sums.GroupBy(value, StringComparer.Ordinal)
                .OrderBy(part => part.Key, StringComparer.Ordinal)
                .Select(part => new SatisfactionPart(part.Key, SatisfactionFigures.Of(survey.Scale, [.. part]))),
        ];
        var (lowest, highest) = (Survey.LowestOf(survey.Scale), Survey.HighestOf(survey.Scale));
        return new CampaignSatisfaction(
            id,
            asOf,
            survey,
            SatisfactionFigures.Of(survey.Scale, sums),
            [
                .. Enumerable.Range(lowest, highest - lowest + 1)
                    .Select(score => new ScoreCount(score, sums.Where(sum => sum.Score == score && !sum.IsLate).Sum(sum => sum.Customers))),
            ],
            Parts(sum => sum.Channel),
            Parts(sum => new CalendarDay(sum.Day).ToString()),
            Parts(sum => sum.Organisation));
    }
}
