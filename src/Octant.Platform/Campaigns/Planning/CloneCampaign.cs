using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Surveys;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Planning;

/// <param name="Id">Of the new campaign.</param>
public sealed record CloneRequest(string Id, string Name);

/// <summary>Drafts a new campaign after an earlier one, with what that one came to attached to the plan.</summary>
public sealed class CloneCampaign(
    CampaignStorage storage, CampaignResource campaigns, CampaignPlanResource plans, ReadEffect effects, IProjections projections, IProjectionStore store, ISurveyStore surveys, IClock clock)
{
    private const int MostLessons = 10;

    public static Task<Result<Created<CampaignDefinition>>> HandleAsync(
        string id, Body<CloneRequest> body, Caller caller, CloneCampaign clone, CancellationToken cancellation) =>
        clone.CloneAsync(id, body.Value, caller, cancellation);

    private async Task<Result<Created<CampaignDefinition>>> CloneAsync(string id, CloneRequest request, Caller caller, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var stored, out var problem))
        {
            return problem;
        }

        var earlier = stored.Value;
        var organisation = caller.Covers(earlier.Organisation) ? earlier.Organisation : caller.Organisation;
        if (!(await LessonOfAsync(earlier, caller, cancellation)).TryGet(out var lesson, out problem)
            || !(await CreateCampaign.CreateAsync(earlier with { Id = request.Id, Name = request.Name, Organisation = organisation }, caller, campaigns, cancellation)).TryGet(out var created, out problem))
        {
            return problem;
        }

        var plan = (await storage.Plans.ReadAsync(id, cancellation))?.Value ?? new CampaignPlan { Id = id };
        var planned = await plans.PutAsync(
            caller,
            request.Id,
            plan with { Id = request.Id, Owner = caller.StaffNumber ?? plan.Owner, Lessons = [.. plan.Lessons.Prepend(lesson).Take(MostLessons)] },
            Preconditions.None,
            cancellation);
        return planned.Problem is { } failed ? failed : created;
    }

    private async ValueTask<Result<Lesson>> LessonOfAsync(CampaignDefinition campaign, Caller caller, CancellationToken cancellation)
    {
        if (!(await ReadFigures.HandleAsync(campaign.Id, caller, storage, projections, store, cancellation)).TryGet(out var figures, out var problem)
            || !(await effects.ReadAsync(campaign.Id, by: null, caller, cancellation)).TryGet(out var effect, out problem))
        {
            return problem;
        }

        var uplift = effect.Effect?.Comparisons.FirstOrDefault()?.Response;
        return new Lesson(
            campaign.Id,
            campaign.Name,
            effect.AsOf,
            figures.Planned,
            figures.Sent,
            figures.Responses["accepted"],
            effect.Cost,
            uplift?.Difference,
            uplift?.Interval?.Low,
            uplift?.Interval?.High,
            await SatisfactionOfAsync(campaign.Id, caller, cancellation));
    }

    private async ValueTask<LessonOfSurvey?> SatisfactionOfAsync(string campaign, Caller caller, CancellationToken cancellation) =>
        (await ReadSatisfaction.HandleAsync(campaign, caller, storage, surveys, clock, cancellation)).TryGet(out var answered, out _) && answered.Figures.Mean is { } mean
            ? new LessonOfSurvey(answered.Survey.Scale, answered.Figures.Answered, mean.Value)
            : null;
}
