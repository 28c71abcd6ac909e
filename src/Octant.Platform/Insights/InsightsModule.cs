using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Insights.Board;
using Octant.Platform.Insights.Comparisons;
using Octant.Platform.Insights.CustomerEvents;
using Octant.Platform.Insights.Figures;
using Octant.Platform.Insights.PolicyEvaluations;
using Octant.Platform.Insights.Steering;
using Octant.Platform.Insights.Tariffs;

namespace Octant.Platform.Insights;

public sealed class InsightsModule : IModule
{
    public string Name => "Insights";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<FiguresReader>();
        services.AddSingleton<StandingAlarms>();
        services.AddSingleton<BoardKeeper>();
        services.AddSingleton<ReadCustomer>();
        services.AddSingleton<JournalTail>();
        services.AddSingleton<AdviseTariff>();
        services.AddSingleton<EvaluatePolicy>();
        services.AddDocuments<ComparisonResource, Comparison>();
        services.AddDocuments<ChannelSteeringResource, ChannelSteering>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tariffs/advice", AdviseTariff.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("adviseTariff")
            .WithSummary("What months of usage cost under every plan a customer may take, and the plan that suits. Nothing is kept.");
        routes.MapPost("/policy-evaluations", EvaluatePolicy.HandleAsync)
            .RequireScope(Scopes.DecisionsRead)
            .RequireWholeOrganisation()
            .WithName("evaluatePolicy")
            .WithSummary("What another policy would have earned on recorded decisions, by the probabilities they were made with, or why the record cannot say. Nothing is kept.");
        MapFigures(routes);
        routes.MapDocuments<ComparisonResource, Comparison>();
        routes.MapGet("/comparisons/{id}/figures", ReadComparison.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .RequireWholeOrganisation()
            .WithName("readComparisonFigures")
            .WithSummary("Shares, growth and percentage points of two periods, as printed and unrounded, and success rates; labelled: no control group.");
        routes.MapGet("/comparisons/{id}/export", ExportComparison.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .RequireWholeOrganisation()
            .WithName("exportComparison")
            .WithSummary("The printed figures as a table for spreadsheets; table is changes or acceptance.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        routes.MapDocuments<ChannelSteeringResource, ChannelSteering>();
        routes.MapPost("/channel-steerings/{id}/extraction", ExtractSteering.HandleAsync)
            .RequireScope(Scopes.AudiencesWrite)
            .WithName("extractSteering")
            .WithSummary("Keeps who used the dear channel, split by the cheap one they use, as target lists; extracting again replaces them.");
        routes.MapGet("/channel-steerings/{id}/figures", ReadSteeringFigures.HandleAsync)
            .RequireScope(Scopes.AudiencesRead)
            .WithName("readSteeringFigures")
            .WithSummary("The split, who followed, both periods side by side and the saving; labelled: no control group.");
        routes.MapGet("/customers/{customerId}", ReadCustomer.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("readCustomer")
            .WithSummary("The whole view of a customer: facts, products, consents, and the latest decisions, contacts, responses and answers.");
        routes.MapGet("/customers/{customerId}/events", ListCustomerEvents.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("listCustomerEvents")
            .WithSummary("The latest events of a customer with their fields, and since when they are complete; telephone numbers are masked.");
    }

    private static void MapFigures(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/insights/figures", ReadInsightFigures.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readInsightFigures")
            .WithSummary("Decisions, contacts, silence, responses, orders, cost and revenue by unit, person, channel, offering, campaign, day, hour or reason; lines add up to the sum.");
        routes.MapGet("/insights/figures/export", ExportInsightFigures.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("exportInsightFigures")
            .WithSummary("The same figures as a table for spreadsheets.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        routes.MapGet("/insights/definitions", ReadFigureDefinitions.Handle)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readFigureDefinitions")
            .WithSummary("How every figure is counted.");
        routes.MapGet("/board", ReadBoard.HandleAsync)
            .RequireScope(Scopes.CampaignsRead)
            .WithName("readBoard")
            .WithSummary("Today in the caller's part of the organisation, at most a few seconds old: figures by channel, campaign, person and hour, silence, alarms.");
    }
}
