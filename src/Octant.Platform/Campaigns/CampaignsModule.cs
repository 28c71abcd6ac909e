using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Batches;
using Octant.Platform.Campaigns.Contracts;
using Octant.Platform.Campaigns.Duties;
using Octant.Platform.Campaigns.LeadTimes;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Campaigns.Reviews;
using Octant.Platform.Campaigns.Surveys;
using Octant.Platform.Campaigns.Trials;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Campaigns;

public sealed class CampaignsModule : IModule
{
    public string Name => "Campaigns";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<CampaignStorage>();
        services.AddSingleton<ILiveCampaigns>(provider => provider.GetRequiredService<CampaignStorage>());
        services.AddSingleton<ICampaigns, CampaignDirectory>();
        services.AddSingleton<CampaignLifeCycle>();
        services.AddSubscriber<CampaignsChanged, BatchDesk>();
        services.AddSubscriber<ClockAdvanced, BatchDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<BatchDesk>());
        services.AddSingleton<ReadEffect>();
        services.AddSubscriber<CustomerForgotten, SurveyDesk>();
        services.AddSingleton<ClaimSurveys>();
        services.AddSingleton<DutyKeeper>();
        services.AddSingleton<CallLanes>();
        services.AddSingleton<CloneCampaign>();
        services.AddDocuments<CampaignResource, CampaignDefinition>();
        services.AddDocuments<CampaignPlanResource, CampaignPlan>();
        services.AddDocuments<CampaignTestsResource, CampaignTests>();
        services.AddDocuments<ReviewLaneResource, ReviewLane>();
        services.AddDocuments<LeadTimeBaselineResource, LeadTimeBaseline>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<CampaignResource, CampaignDefinition>();
        MapPlanning(routes);
        MapReviews(routes);
        MapTrials(routes);
        MapExecution(routes);
        MapEvaluation(routes);
        MapSurveys(routes);
    }

    private static void MapPlanning(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<CampaignPlanResource, CampaignPlan>();
        routes.MapPost("/campaigns", CreateCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsWrite)
            .WithName("createCampaign")
            .WithSummary("Drafts a new campaign; an id that is there already is 409.")
            .Produces<CampaignDefinition>(StatusCodes.Status201Created);
        routes.MapPost("/campaigns/{id}/clone", CloneCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsWrite)
            .WithName("cloneCampaign")
            .WithSummary("Drafts a new campaign after an earlier one, with what that one came to attached to the plan.")
            .Produces<CampaignDefinition>(StatusCodes.Status201Created);
        routes.MapGet("/campaigns/{id}/check", CheckCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("checkCampaign")
            .WithSummary("What keeps the campaign from going live: every expression and reference that does not hold, and where.");
        routes.MapGet("/campaigns/{id}/forecast", ReadForecast.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignForecast")
            .WithSummary("Audience, expected responses, cost and revenue, and what the holdout can find.");
        routes.MapGet("/campaigns/{id}/conflicts", ReadConflicts.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignConflicts")
            .WithSummary("Campaigns that want the same customers in the same channels at the same time, with the exact overlap.");
        routes.MapPost("/campaign-forecasts", ForecastDraft.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("forecastDraft")
            .WithSummary("The forecast and the conflicts of a campaign that is being written; nothing is stored.");
        routes.MapGet("/campaign-calendar", ReadCalendar.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignCalendar")
            .WithSummary("Who asks for which channel on which day, beside what it can take.");
    }

    private static void MapReviews(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<ReviewLaneResource, ReviewLane>();
        routes.MapPost("/campaigns/{id}/submit", SubmitCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsWrite)
            .WithName("submitCampaign")
            .WithSummary("Hands a draft to the lanes it calls for; approved at once where every lane's earlier approval stands.");
        routes.MapPost("/campaigns/{id}/reviews", ReviewCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsReview)
            .WithName("reviewCampaign")
            .WithSummary("A lane approves a submitted campaign or sends it back.");
        routes.MapGet("/campaigns/{id}/reviews", ReadReviews.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readReviews")
            .WithSummary("How the review of a campaign stands, lane by lane, and how it went.");
        routes.MapPut("/campaigns/{id}/reviews/{lane}/delegation", DelegateReview.HandleAsync)
            .RequireScope(Scopes.CampaignsReview)
            .WithName("delegateReview")
            .WithSummary("Hands a lane of one campaign to a colleague.");
        routes.MapPost("/campaigns/{id}/comments", CommentCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("commentCampaign")
            .WithSummary("Says something about a campaign; it decides nothing.");
        routes.MapGet("/open-reviews", ListOpenReviews.HandleAsync)
            .RequireScope(Scopes.CampaignsReview)
            .WithName("listOpenReviews")
            .WithSummary("The open lanes that wait for who asks, the most urgent first.");
        routes.MapGet("/duties", ReadDuties.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readDuties")
            .WithSummary("What waits for who asks: open reviews, campaigns sent back, drafts, campaigns about to end.");
        routes.MapGet("/lead-times", ReadLeadTimes.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readLeadTimes")
            .WithSummary("How long launched campaigns took, stage by stage, beside the province's own baseline.");
        routes.MapSingleDocument<LeadTimeBaselineResource, LeadTimeBaseline>(LeadTimeBaseline.Id, LeadTimeBaseline.Unknown);
    }

    private static void MapTrials(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<CampaignTestsResource, CampaignTests>();
        routes.MapPost("/campaigns/{id}/trials", StartTrial.HandleAsync)
            .RequireScope(Scopes.DecisionsRead)
            .WithName("tryCampaign")
            .WithSummary("What the campaign as it stands would do for a customer or a persona, and why; live or not, it leaves no trace.");
        routes.MapGet("/campaigns/{id}/test-results", RunTests.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("testCampaign")
            .WithSummary("How the campaign as it stands does on the personas it is tested on.");
    }

    private static void MapExecution(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/campaigns/{id}/launch", LaunchCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsLaunch)
            .WithName("launchCampaign")
            .WithSummary("Puts an approved campaign in force; answered when every partition decides by it, and from when its behaviour functions are complete.")
            .Produces<CampaignDefinition>();
        routes.MapPost("/campaigns/{id}/pause", PauseCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsLaunch)
            .WithName("pauseCampaign")
            .WithSummary("Stops a live campaign; after the answer nothing more of it goes out.");
        routes.MapPost("/campaigns/{id}/resume", ResumeCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsLaunch)
            .WithName("resumeCampaign")
            .WithSummary("Puts a paused campaign in force again.")
            .Produces<CampaignDefinition>();
        routes.MapPost("/campaigns/{id}/end", EndCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsLaunch)
            .WithName("endCampaign")
            .WithSummary("Ends a campaign for good.");
    }

    private static void MapEvaluation(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/campaigns/{id}/batch", ReadBatch.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignBatch")
            .WithSummary("How far a scheduled campaign has come with its audience.");
        routes.MapGet("/campaigns/{id}/figures", ReadFigures.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignFigures")
            .WithSummary("Planned, pending, sent, unconfirmed, suppressed and failed contacts, responses and ghosts, as of now.");
        routes.MapGet("/campaigns/{id}/funnel", ReadFunnel.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignFunnel")
            .WithSummary("From the audience to the accepted offer.");
        routes.MapGet("/campaigns/{id}/effect", ReadEffect.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignEffect")
            .WithSummary("What the campaign did against its holdout, with intervals that hold however often it is asked; no effect without a control group.");
    }

    private static void MapSurveys(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/contacts/{recommendationId}/survey", ReadSurvey.HandleAsync)
            .RequireScope(Scopes.ResponsesWrite)
            .WithName("readContactSurvey")
            .WithSummary("Whether the customer of this contact is to be asked how satisfied they are, what, where and until when.");
        routes.MapPost("/survey-claims", ClaimSurveys.HandleAsync)
            .RequireScope(Scopes.ContactsWrite)
            .RequireWholeOrganisation()
            .WithName("claimSurveys")
            .WithSummary("Hands out whom to ask now on a channel how satisfied they are, each once.");
        routes.MapPost("/survey-answers", AnswerSurvey.HandleAsync)
            .RequireScope(Scopes.ResponsesWrite)
            .WithName("answerSurvey")
            .WithSummary("What a customer answered after a contact, or that they were asked; idempotent by contact: the first answer counts.");
        routes.MapGet("/campaigns/{id}/satisfaction", ReadSatisfaction.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignSatisfaction")
            .WithSummary("What customers answered after contacts of the campaign, with intervals, by channel, day and unit.");
    }
}
