using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Campaigns;

public sealed class CampaignsModule : IModule
{
    public string Name => "Campaigns";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<CampaignStorage>();
        services.AddSingleton<ILiveCampaigns>(provider => provider.GetRequiredService<CampaignStorage>());
        services.AddSingleton<CampaignLifeCycle>();
        services.AddSingleton<ReadEffect>();
        services.AddDocuments<CampaignResource, CampaignDefinition>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<CampaignResource, CampaignDefinition>();
        routes.MapPost("/campaigns", CreateCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsWrite)
            .WithName("createCampaign")
            .WithSummary("Drafts a new campaign; an id that is there already is 409.")
            .Produces<CampaignDefinition>(StatusCodes.Status201Created);
        routes.MapGet("/campaigns/{id}/check", CheckCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("checkCampaign")
            .WithSummary("What keeps the campaign from going live: every expression and reference that does not hold, and where.");
        routes.MapPost("/campaigns/{id}/submit", SubmitCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsWrite)
            .WithName("submitCampaign")
            .WithSummary("Hands a draft to review.");
        routes.MapPost("/campaigns/{id}/reviews", ReviewCampaign.HandleAsync)
            .RequireScope(Scopes.CampaignsReview)
            .WithName("reviewCampaign")
            .WithSummary("Approves a submitted campaign or sends it back.");
        routes.MapGet("/campaigns/{id}/reviews", ReviewCampaign.ReadAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readReviews")
            .WithSummary("How the review of a campaign went.");
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
        routes.MapGet("/campaigns/{id}/figures", ReadFigures.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignFigures")
            .WithSummary("Planned, pending, sent, unconfirmed, suppressed and failed contacts, responses and ghosts, as of now.");
        routes.MapGet("/campaigns/{id}/effect", ReadEffect.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readCampaignEffect")
            .WithSummary("What the campaign did against its holdout, with intervals that hold however often it is asked; no effect without a control group.");
    }
}
