using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Allocations;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Decisions.Batches;
using Octant.Platform.Decisions.Capacity;
using Octant.Platform.Decisions.Contacts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Events;
using Octant.Platform.Decisions.Experiments;
using Octant.Platform.Decisions.Matching;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Decisions.Projections;
using Octant.Platform.Decisions.Replays;
using Octant.Platform.Decisions.Requests;
using Octant.Platform.Decisions.SavedAudiences;
using Octant.Platform.Decisions.Simulations;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Decisions.TargetLists;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Foundation.Units;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Decisions;

public sealed class DecisionsModule : IModule
{
    public string Name => "Decisions";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<PolicyStorage>();
        services.AddSingleton<IPolicies>(provider => provider.GetRequiredService<PolicyStorage>());
        services.AddSingleton<IPlatformZone>(provider => provider.GetRequiredService<PolicyStorage>());
        services.AddDocuments<ContactPolicyResource, ContactPolicy>();
        services.AddDocuments<SettingsResource, PlatformSettings>();
        services.AddDocuments<AllotmentResource, Allotment>();
        services.AddDocuments<ProductClusterResource, ProductCluster>();
        services.AddHostedService<DeliveredClusters>();
        services.AddSingleton<DraftChecks>();
        AddStrategies(services);
        AddPartitions(services);
        services.AddSingleton<ModelDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelDesk>());
        services.AddSingleton<JournalStretch>();
        services.AddSingleton<ReportModel>();
        services.AddSingleton<TreatmentRenderer>();
        services.AddSingleton<DecisionDesk>();
        services.AddSingleton<DecisionsAccess>();
        services.AddSingleton<OutstandingClaims>();
        services.AddSingleton<IScheduledContacts, ScheduledContacts>();
        services.AddSingleton<IWaitingContacts, WaitingContactsReader>();
        services.AddSingleton<ISharedResourceUses, SharedResourceUses>();
        services.AddSingleton<IExperimentChecks, ExperimentChecks>();
        services.AddSingleton<ReplayDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<ReplayDesk>());
        services.AddSingleton<AllocationDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<AllocationDesk>());
        services.AddSingleton<SimulationSources>();
        services.AddSingleton<SimulationStorage>();
        services.AddSingleton<SimulationDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<SimulationDesk>());
        services.AddSingleton<IOutstandingClaims>(provider => provider.GetRequiredService<OutstandingClaims>());
        services.AddSingleton<CustomersOfUnit>();
        services.AddSingleton<IReferenceHolder>(provider => provider.GetRequiredService<CustomersOfUnit>());
        services.AddSingleton<IUnitMember>(provider => provider.GetRequiredService<CustomersOfUnit>());
        services.AddSingleton<TargetListStorage>();
        services.AddSingleton<ListMembership>();
        services.AddSingleton<ListUploads>();
        services.AddDocuments<SavedAudienceResource, SavedAudience>();
        services.AddSubscriber<CustomerForgotten, TargetListStorage>();
        services.AddSubscriber<DictionaryChanged, EventSources>();
        services.TryAddSingleton(new EventGateOptions());
        services.AddSingleton<EventGate>();
        services.AddSingleton<EventFigures>();
        services.AddSingleton<EventsInForce>();
        services.AddSingleton<EventsAccess>();
        services.AddSubscriber<ClockAdvanced, PassTimeOnAdvance>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<ContactPolicyResource, ContactPolicy>();
        routes.MapSingleDocument<SettingsResource, PlatformSettings>(PlatformSettings.Id, new PlatformSettings());
        MapMatching(routes);
        routes.MapGet("/strategy", ReadStrategy.Handle)
            .RequireScope(Scopes.PoliciesRead)
            .RequireWholeOrganisation()
            .WithName("readStrategy")
            .WithSummary("Which strategy is in force, and which campaigns had to be left out of it.");
        routes.MapPost("/decisions", DecideNow.HandleAsync)
            .WithShortWay()
            .RequireScope(Scopes.DecisionsWrite)
            .WithName("decide")
            .WithSummary("What now for this customer here? Durable when answered; a dry run leaves no trace.");
        routes.MapPost("/trials", TryDraft.HandleAsync)
            .RequireScope(Scopes.DecisionsRead)
            .WithName("tryDraft")
            .WithSummary("What this customer would be told here with a draft in place, beside what they are told now; nothing is kept of either.");
        routes.MapGet("/decisions/{id}", ReadDecision.HandleAsync)
            .RequireScope(Scopes.DecisionsRead)
            .WithName("readDecision")
            .WithSummary("One decision as it was recorded.");
        routes.MapGet("/decisions/{id}/explanation", ExplainDecision.HandleAsync)
            .RequireScope(Scopes.DecisionsRead)
            .WithName("explainDecision")
            .WithSummary("Every campaign that was considered, the stage and reason that removed it, and the smallest change.");
        routes.MapPost("/audiences/count", CountAudience.HandleAsync)
            .RequireScope(Scopes.AudiencesRead)
            .WithName("countAudience")
            .WithSummary("How many customers satisfy an expression, exact as of the answer's instant.");
        routes.MapPost("/audiences/breakdown", BreakDownAudience.HandleAsync)
            .RequireScope(Scopes.AudiencesRead)
            .WithName("breakDownAudience")
            .WithSummary("How the customers that satisfy an expression spread over the values of attributes: combined, the largest groups first, and each by itself for a chart.");
        routes.MapPost("/audiences/sample", SampleAudience.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("sampleAudience")
            .WithSummary("A few of the customers that satisfy an expression, drawn evenly; each look is in the audit trail.");
        routes.MapPost("/audiences/overlap", OverlapAudiences.HandleAsync)
            .RequireScope(Scopes.AudiencesRead)
            .WithName("overlapAudiences")
            .WithSummary("How many customers any two of several audiences share, all as of one instant.");
        routes.MapPost("/events", RecordEvents.HandleAsync)
            .RequireScope(Scopes.EventsWrite)
            .RequireWholeOrganisation()
            .WithName("recordEvents")
            .WithSummary("Takes in CloudEvents 1.0, one or a batch; durable when answered.")
            .Accepts<CloudEvent>("application/cloudevents+json", "application/cloudevents-batch+json", "application/json")
            .Produces<EventsAnswer>(StatusCodes.Status202Accepted);
        routes.MapGet("/event-figures", ReadEventFigures.Handle)
            .RequireScope(Scopes.OperationsRead)
            .RequireWholeOrganisation()
            .WithName("readEventFigures")
            .WithSummary("Events by type and fate since this node started, those nobody uses among them.");
        routes.MapPost("/responses", RecordResponse.HandleAsync)
            .RequireScope(Scopes.ResponsesWrite)
            .WithName("recordResponse")
            .WithSummary("What came of a recommendation; idempotent by recommendation and outcome.");
        routes.MapPost("/contacts", ReportContacts.HandleAsync)
            .RequireScope(Scopes.ContactsWrite)
            .WithName("reportContact")
            .WithSummary("A contact that another system made; it counts in every cap. Idempotent by source and id.")
            .Produces<ContactReportAnswer>(StatusCodes.Status202Accepted);
        routes.MapPost("/claims", ClaimContacts.HandleAsync)
            .RequireScope(Scopes.ContactsWrite)
            .RequireWholeOrganisation()
            .WithName("claimContacts")
            .WithSummary("Hands out what is due on a channel, each contact once, after a second test.");
        routes.MapPost("/receipts", SettleContact.HandleAsync)
            .RequireScope(Scopes.ContactsWrite)
            .RequireWholeOrganisation()
            .WithName("settleContact")
            .WithSummary("How the sending of a claimed contact ended.");
        MapTargetLists(routes);
        MapModels(routes);
        MapReplays(routes);
        MapAllocations(routes);
        MapSimulations(routes);
    }

    private static void MapMatching(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<ProductClusterResource, ProductCluster>();
        routes.MapGet("/matching", ReadMatching.HandleAsync)
            .RequireScope(Scopes.CatalogRead)
            .WithName("readMatching")
            .WithSummary("Which channel carries which offering, and which property fails; in order of offering, then channel.");
        routes.MapGet("/matching/offerings", ReadMatchingRows.HandleAsync)
            .RequireScope(Scopes.CatalogRead)
            .WithName("readMatchingRows")
            .WithSummary("The matrix of products and channels row by row, found by words, cluster and tier; in order of offering.");
        routes.MapPost("/matching/offerings/preview", PreviewMatching.OfferingAsync)
            .RequireScope(Scopes.CatalogRead)
            .WithName("previewOfferingMatching")
            .WithSummary("Which channels would carry an offering with these needs, and its tier; nothing is kept.");
        routes.MapPost("/matching/channels/preview", PreviewMatching.ChannelAsync)
            .RequireScope(Scopes.CatalogRead)
            .WithName("previewChannelMatching")
            .WithSummary("Which offerings a channel with these abilities would carry; nothing is kept.");
        routes.MapGet("/matching/offerings/{offeringId}/prospects", FindProspects.HandleAsync)
            .RequireScope(Scopes.AudiencesRead)
            .WithName("findProspects")
            .WithSummary("Who might want an offering: customers of the others in its cluster, and those who behave like them; as a number and as an expression.");
        routes.MapGet("/matching/customers/{customerId}", MatchCustomer.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("matchCustomer")
            .WithSummary("The clusters a customer meets, what they lack of each, and the channel that suits best for it.");
    }

    private static void MapAllocations(IEndpointRouteBuilder routes)
    {
        const string one = StartAllocation.Route + "/{id}";
        routes.MapDocuments<AllotmentResource, Allotment>();
        routes.MapPost(StartAllocation.Route, StartAllocation.HandleAsync)
            .RequireScope(Scopes.OperationsWrite)
            .RequireWholeOrganisation()
            .WithName("startAllocation")
            .WithSummary("Assigns customers to campaigns that compete for channels, for the greatest expected value, drafts as if they were live; Location is where its progress is.")
            .Produces<AllocationView>(StatusCodes.Status202Accepted);
        routes.MapGet(one, ReadAllocation.Handle)
            .RequireScope(Scopes.OperationsRead)
            .RequireWholeOrganisation()
            .WithName("readAllocation")
            .WithSummary("How far an allocation has come; in the end the value reached, the bound on it and the gap. Known to the node that was asked, until it stops.");
        routes.MapDelete(one, ReadAllocation.StopAsync)
            .RequireScope(Scopes.OperationsWrite)
            .RequireWholeOrganisation()
            .WithName("stopAllocation")
            .WithSummary("Ends an allocation early.");
        routes.MapGet(one + "/contacts", ReadAllocation.AssignedAsync)
            .RequireScope(Scopes.CustomersRead)
            .RequireWholeOrganisation()
            .WithName("listAllocatedContacts")
            .WithSummary("Who is given what, page by page; each look is in the audit trail.");
        routes.MapPost(one + "/apply", ApplyAllocation.HandleAsync)
            .RequireScope(Scopes.PoliciesWrite)
            .RequireWholeOrganisation()
            .WithName("applyAllocation")
            .WithSummary("Makes the campaigns' shares of the channels allotments of the day, which partitions spend in slices; answered when all decide by them. 409 while one of them is not live.");
    }

    private static void MapModels(IEndpointRouteBuilder routes)
    {
        const string one = TrainModel.Route + "/{version}";
        routes.MapGet(TrainModel.Route, ReadModels.ListAsync)
            .RequireScope(Scopes.ModelsRead)
            .RequireWholeOrganisation()
            .WithName("listModels")
            .WithSummary("Versions of the response model that are kept, oldest first.");
        routes.MapGet(TrainModel.Route + "/current", ReadModels.CurrentAsync)
            .RequireScope(Scopes.ModelsRead)
            .RequireWholeOrganisation()
            .WithName("getCurrentModel")
            .WithSummary("Which version is in force, what it has learnt per offering and channel, and whether learning is frozen.");
        routes.MapGet(TrainModel.Route + "/report", ReportModel.HandleAsync)
            .RequireScope(Scopes.ModelsRead)
            .WithName("reportModel")
            .WithSummary("Recorded propensities against what came of them, per offering and channel: calibration, ranking, lift, drift.");
        routes.MapGet(one, ReadModels.HandleAsync)
            .RequireScope(Scopes.ModelsRead)
            .RequireWholeOrganisation()
            .WithName("getModel")
            .WithSummary("One version and what it has learnt, per offering and channel.");
        routes.MapPost(TrainModel.Route, TrainModel.HandleAsync)
            .RequireScope(Scopes.ModelsWrite)
            .WithName("trainModel")
            .WithSummary("Learns from everything up to now; the new version is in force in every partition when this answers.")
            .Produces<ModelVersion>(StatusCodes.Status201Created);
        routes.MapPost(one + "/restore", RestoreModel.HandleAsync)
            .RequireScope(Scopes.ModelsWrite)
            .WithName("restoreModel")
            .WithSummary("Puts what an earlier version knew in force again, bit for bit, as a new version.")
            .Produces<ModelVersion>(StatusCodes.Status201Created);
        routes.MapPost(TrainModel.Route + "/freeze", FreezeModel.FreezeAsync)
            .RequireScope(Scopes.ModelsWrite)
            .WithName("freezeModel")
            .WithSummary("Stops learning; the version in force stays so.");
        routes.MapPost(TrainModel.Route + "/thaw", FreezeModel.ThawAsync)
            .RequireScope(Scopes.ModelsWrite)
            .WithName("thawModel")
            .WithSummary("Lets learning go on from now; what came in between is left out for good.");
    }

    private static void MapTargetLists(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<SavedAudienceResource, SavedAudience>();
        routes.MapGet("/saved-audiences/{id}/versions", ReadVersions.HandleAsync)
            .RequireScope(Scopes.AudiencesRead)
            .WithName("listSavedAudienceVersions")
            .WithSummary("What a saved audience was, the newest version first.");
        const string one = "/target-lists/{targetListId}";
        routes.MapPut(one, PutTargetList.HandleAsync)
            .RequireScope(Scopes.AudiencesWrite)
            .WithName("putTargetList")
            .WithSummary("Keeps the customers that satisfy an expression now under a name; put again, the list has a new version.");
        routes.MapPut(one + "/upload", UploadTargetList.HandleAsync)
            .RequireScope(Scopes.AudiencesWrite)
            .WithName("uploadTargetList")
            .WithSummary("Makes a target list of a file, one customer a line by id or telephone number, and a condition to ask for them by.")
            .Accepts<string>("text/csv", "text/plain");
        routes.MapGet("/target-lists", ReadTargetList.ListAsync)
            .RequireScope(Scopes.AudiencesRead)
            .WithName("listTargetLists")
            .WithSummary("Target lists in order of id.");
        routes.MapGet(one, ReadTargetList.HandleAsync)
            .RequireScope(Scopes.AudiencesRead)
            .WithName("getTargetList")
            .WithSummary("One target list: its expression, version, size and the instant it holds.");
        routes.MapGet(one + "/customers", ReadTargetList.MembersAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("listTargetListCustomers")
            .WithSummary("Who is on a target list, page by page; each look is in the audit trail.");
        routes.MapDelete(one, ReadTargetList.DeleteAsync)
            .RequireScope(Scopes.AudiencesWrite)
            .WithName("deleteTargetList")
            .WithSummary("Deletes a target list and who is on it.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapReplays(IEndpointRouteBuilder routes)
    {
        routes.MapPost(StartReplay.Route, StartReplay.Handle)
            .RequireScope(Scopes.OperationsWrite)
            .RequireWholeOrganisation()
            .WithName("startReplay")
            .WithSummary("Makes every retained decision of a period again and compares it byte by byte; Location is where its progress is.")
            .Produces<ReplayProgress>(StatusCodes.Status202Accepted);
        routes.MapGet(StartReplay.Route + "/{id}", ReadReplay.Handle)
            .RequireScope(Scopes.OperationsRead)
            .RequireWholeOrganisation()
            .WithName("readReplay")
            .WithSummary("How far a replay has come and what it found. Known to the node that was asked, until it stops.");
        routes.MapDelete(StartReplay.Route + "/{id}", StopReplay.HandleAsync)
            .RequireScope(Scopes.OperationsWrite)
            .RequireWholeOrganisation()
            .WithName("stopReplay")
            .WithSummary("Ends a replay early; what it found until then can still be read.");
    }

    private static void MapSimulations(IEndpointRouteBuilder routes)
    {
        const string one = StartSimulation.Route + "/{id}";
        routes.MapPost(StartSimulation.Route, StartSimulation.HandleAsync)
            .RequireScope(Scopes.OperationsWrite)
            .WithName("startSimulation")
            .WithSummary("Decides every retained decision of a period again by a draft, with the contacts it would have made; Location is where its progress is.")
            .Produces<SimulationProgress>(StatusCodes.Status202Accepted);
        routes.MapGet(StartSimulation.Route, ReadSimulation.ListAsync)
            .RequireScope(Scopes.OperationsRead)
            .WithName("listSimulations")
            .WithSummary("Simulations, the newest first; the 50 latest are kept.");
        routes.MapGet(one, ReadSimulation.HandleAsync)
            .RequireScope(Scopes.OperationsRead)
            .WithName("readSimulation")
            .WithSummary("How far a simulation has come and, once it has ended, what it found: the draft beside what was recorded.");
        routes.MapGet(one + "/load", ReadSimulationLoad.HandleAsync)
            .RequireScope(Scopes.OperationsRead)
            .WithName("readSimulationLoad")
            .WithSummary("Contacts of each channel hour by hour, recorded and simulated, against its capacity.");
        routes.MapGet(one + "/changes", ReadSimulationChanges.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("readSimulationChanges")
            .WithSummary("The customers whose recommendation changes and what moved it, page by page; each look is in the audit trail.");
        routes.MapDelete(one, StopSimulation.HandleAsync)
            .RequireScope(Scopes.OperationsWrite)
            .WithName("stopSimulation")
            .WithSummary("Ends a simulation early; what it found until then can still be read.");
    }

    private static void AddStrategies(IServiceCollection services)
    {
        services.AddSingleton<CurrentStrategy>();
        services.AddSingleton<StrategyArchive>();
        services.AddSingleton<IStrategyArchive>(provider => provider.GetRequiredService<StrategyArchive>());
        services.AddSingleton<StrategySources>();
        services.AddSingleton<StrategyPublisher>();
        services.AddSingleton<ObservedBehaviour>();
        services.AddSingleton<IObservedBehaviour>(provider => provider.GetRequiredService<ObservedBehaviour>());
        services.AddSingleton<IStrategyCheck>(provider => provider.GetRequiredService<StrategyPublisher>());
        services.AddSubscriber<CatalogChanged, RepublishOnChange>();
        services.AddSubscriber<ChannelsChanged, RepublishOnChange>();
        services.AddSubscriber<DictionaryChanged, RepublishOnChange>();
        services.AddSubscriber<PoliciesChanged, RepublishOnChange>();
        services.AddSubscriber<CampaignsChanged, RepublishOnChange>();
    }

    /// <summary>Started in this order and stopped in the other: views, partitions, columns, strategy.</summary>
    private static void AddPartitions(IServiceCollection services)
    {
        services.AddSingleton(new PartitionOptions());
        services.AddSingleton<ModelArchive>();
        services.AddSingleton<IModelArchive>(provider => provider.GetRequiredService<ModelArchive>());
        services.AddSingleton<SettlingRows>();
        services.AddSingleton<ICommittedRows>(provider => provider.GetRequiredService<SettlingRows>());
        services.AddSingleton<ISliceOwner, SliceOwner>();
        services.AddSingleton<Projector>();
        services.AddSingleton<IProjections>(provider => provider.GetRequiredService<Projector>());
        services.AddSingleton<ICommittedRows>(provider => provider.GetRequiredService<Projector>());
        services.AddHostedService(provider => provider.GetRequiredService<Projector>());
        services.AddSingleton<PartitionHost>();
        services.AddSingleton<IPartitions>(provider => provider.GetRequiredService<PartitionHost>());
        services.AddHostedService(provider => provider.GetRequiredService<PartitionHost>());
        services.AddSingleton<RecoveredColumns>();
        services.AddSingleton<IRecoveredPartitions>(provider => provider.GetRequiredService<RecoveredColumns>());
        services.AddSingleton<AudienceRows>();
        services.AddSingleton<ICommittedRows>(provider => provider.GetRequiredService<AudienceRows>());
        services.AddSingleton<AudienceScanner>();
        services.AddHostedService(provider => provider.GetRequiredService<AudienceScanner>());
        services.AddSingleton<IAudienceSizes, MeasureAudiences>();
        services.AddSingleton<ICampaignTrials, TryCampaign>();
        services.AddSingleton<IAudienceFigures, MeasureFigures>();
        services.AddSingleton<IReadinessCheck, PartitionReadiness>();
        services.AddSingleton<RequestRegister>();
        services.AddHostedService(provider => provider.GetRequiredService<RequestRegister>());
        services.AddSingleton<Retention>();
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddHostedService(provider => provider.GetRequiredService<StrategyPublisher>());
    }
}
