using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Json;
using Octant.Server.ApiReference;

namespace Octant.Platform.Tests.Api;

/// <summary>The examples of <c>docs/api/examples</c>: there is one for every JSON body, and all work, one after another.</summary>
public sealed class ExampleTests(RunningHost host) : IClassFixture<RunningHost>
{
    private static readonly JsonSerializerOptions WrittenOut = new(JsonConventions.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    private readonly Dictionary<string, JsonNode> _answers = new(StringComparer.Ordinal);

    /// <summary>
    /// In an order in which what is named exists. An example added to the docs is added here with its address. What a body
    /// can know only from an earlier answer is put in.
    /// </summary>
    private IEnumerable<Step> InOrder =>
    [
        new("advanceClock", "POST", "/api/v1/clock"),
        new("putOrganisationLevel", "PUT", "/api/v1/organisation/levels/grid"),
        Unit("lanhai", "province"),
        Unit("lanhai/linjiang", "city"),
        Unit("lanhai/linjiang/main-hall", "hall"),
        Unit("lanhai/yuntai", "city"),
        Unit("lanhai/yuntai/central", "county"),
        new("moveOrganisationUnit", "POST", "/api/v1/organisation/moves"),
        new("createKey", "POST", "/api/v1/keys"),
        new("putRole", "PUT", "/api/v1/roles/community-manager"),
        new("putOperator", "PUT", "/api/v1/operators/100001"),
        new("setPassword", "PUT", "/api/v1/operators/100001/password"),
        new("signIn", "POST", "/api/v1/session"),
        new("putPreferences", "PUT", "/api/v1/session/preferences", AsOperator: true),
        new("changePassword", "PUT", "/api/v1/session/password", AsOperator: true),
        new("putAttribute", "PUT", "/api/v1/attributes/arpu"),
        new("putEventType", "PUT", "/api/v1/event-types/product.changed"),
        new("putEventSource", "PUT", "/api/v1/event-sources/billing"),
        new("putContextField", "PUT", "/api/v1/context-fields/page"),
        new("putArea", "PUT", "/api/v1/areas/old-town"),
        new("putSettings", "PUT", "/api/v1/settings", body => body["globalHoldoutShare"] = 0),
        new("putProductCluster", "PUT", "/api/v1/product-clusters/travel"),
        new("putOffering", "PUT", "/api/v1/offerings/P-5G-128", body => body["revenue"] = new JsonObject { ["once"] = 12800, ["monthly"] = 900, ["months"] = 12 }),
        new("putPromotion", "PUT", "/api/v1/promotions/PR-HALF-12"),
        new("putChannel", "PUT", "/api/v1/channels/sms"),
        new("putChannel", "PUT", "/api/v1/channels/hall", body => body["direction"] = "passive"),
        new("putOutlet", "PUT", "/api/v1/outlets/H-0001"),
        new("putTouchpoint", "PUT", "/api/v1/touchpoints/counter-screen"),
        new("putContactPolicy", "PUT", "/api/v1/contact-policies/standard"),
        new("createCampaign", "POST", "/api/v1/campaigns"),
        new("putCampaign", "PUT", "/api/v1/campaigns/C-5G-SPRING", body => body["holdoutShare"] = 0),
        new("forecastDraft", "POST", "/api/v1/campaign-forecasts"),
        new("putCampaignPlan", "PUT", "/api/v1/campaign-plans/C-5G-SPRING"),
        .. Launch("C-5G-SPRING"),
        new("cloneCampaign", "POST", "/api/v1/campaigns/C-5G-SPRING/clone"),
        new("commentCampaign", "POST", "/api/v1/campaigns/C-5G-AUTUMN/comments"),
        new("putReviewLane", "PUT", "/api/v1/review-lanes/tariff"),
        new("putLeadTimeBaseline", "PUT", "/api/v1/lead-time-baseline"),
        new("putCustomer", "PUT", "/api/v1/customers/C-1001"),
        new("putCustomer", "PUT", "/api/v1/customers/C-1002"),
        new("searchCustomers", "POST", "/api/v1/customers/search"),
        new("putCustomerAttributes", "PUT", "/api/v1/customers/C-1001/attributes"),
        new("putCustomerProducts", "PUT", "/api/v1/customers/C-1001/products"),
        new("putCustomerLists", "PUT", "/api/v1/customers/C-1001/lists"),
        new("putCustomerConsent", "PUT", "/api/v1/customers/C-1002/consents/marketing"),
        new("countAudience", "POST", "/api/v1/audiences/count"),
        new("breakDownAudience", "POST", "/api/v1/audiences/breakdown"),
        new("sampleAudience", "POST", "/api/v1/audiences/sample"),
        new("overlapAudiences", "POST", "/api/v1/audiences/overlap"),
        new("tryCampaign", "POST", "/api/v1/campaigns/C-5G-AUTUMN/trials"),
        new("putCampaignTests", "PUT", "/api/v1/campaign-tests/C-5G-AUTUMN"),
        new("putTargetList", "PUT", "/api/v1/target-lists/5g-spring"),
        new("putSavedAudience", "PUT", "/api/v1/saved-audiences/heavy-without-5g"),
        new("adviseTariff", "POST", "/api/v1/tariffs/advice"),
        new("recordEvents", "POST", "/api/v1/events"),
        new("decide", "POST", "/api/v1/decisions"),
        new("recordResponse", "POST", "/api/v1/responses", body =>
        {
            body["decisionId"] = (string)_answers["decide"]["decisionId"]!;
            body["recommendationId"] = RecommendationOf(_answers["decide"]);
        }),
        new("answerSurvey", "POST", "/api/v1/survey-answers", body => body["recommendationId"] = RecommendationOf(_answers["decide"])),
        new("claimSurveys", "POST", "/api/v1/survey-claims"),
        new("reportContact", "POST", "/api/v1/contacts"),
        new("decide", "POST", "/api/v1/decisions", body =>
        {
            body["requestId"] = "sms-1";
            body["customerId"] = "C-1002";
            body["channel"] = "sms";
            body["touchpoint"] = null;
        }),
        new("claimContacts", "POST", "/api/v1/claims"),
        new("settleContact", "POST", "/api/v1/receipts", body =>
            body["recommendationId"] = (string)_answers["claimContacts"]["contacts"]![0]!["recommendationId"]!),
        new("startReplay", "POST", "/api/v1/replays"),
        new("startAllocation", "POST", "/api/v1/allocations"),
        new("putAllotment", "PUT", "/api/v1/allotments/C-5G-SPRING"),
        new("tryDraft", "POST", "/api/v1/trials"),
        new("previewOfferingMatching", "POST", "/api/v1/matching/offerings/preview"),
        new("previewChannelMatching", "POST", "/api/v1/matching/channels/preview"),
        new("evaluatePolicy", "POST", "/api/v1/policy-evaluations"),
        new("putComparison", "PUT", "/api/v1/comparisons/steering"),
        new("putAttribute", "PUT", "/api/v1/attributes/redeemHallMarch"),
        new("putAttribute", "PUT", "/api/v1/attributes/redeemHallAugust"),
        new("putAttribute", "PUT", "/api/v1/attributes/redeemSmsMarch"),
        new("putAttribute", "PUT", "/api/v1/attributes/redeemSmsAugust"),
        new("putOffering", "PUT", "/api/v1/offerings/S-REDEEM", body => body["type"] = "service"),
        new("putChannelSteering", "PUT", "/api/v1/channel-steerings/redemptions"),
        new(null, "POST", "/api/v1/channel-steerings/redemptions/extraction"),
        new("startSimulation", "POST", "/api/v1/simulations"),
    ];

    /// <param name="AsOperator">Asked by the operator who signed in, not with the administrator's key.</param>
    private sealed record Step(string? Operation, string Method, string Path, Action<JsonObject>? Adjust = null, bool AsOperator = false);

    [Fact]
    public void Every_json_body_has_an_example_and_every_example_a_body()
    {
        var operations = host.Application.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Distinct()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName)
            .ToList();

        Assert.True(
            operations.Order(StringComparer.Ordinal).SequenceEqual(Examples.Names),
            $"Without docs/api/examples/<operation>.json: {string.Join(", ", operations.Except(Examples.Names))}. "
            + $"Examples of no operation: {string.Join(", ", Examples.Names.Except(operations))}.");
    }

    [Fact]
    public void Every_example_is_used_here()
    {
        var used = InOrder.Select(step => step.Operation).OfType<string>().Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(Examples.Names, used);
    }

    [Fact]
    public async Task Every_example_works_and_a_document_is_accepted_again_as_it_is_read()
    {
        var own = new RunningHost(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Octant:ClockStart"] = "2026-01-01T00:00:00Z" });
        await own.InitializeAsync();
        using var client = own.Client();
        using var browser = Identity.People.Browser(own);
        var documents = Documents();
        Assert.Contains("putOffering", documents.Keys);
        foreach (var step in InOrder)
        {
            var asked = step.AsOperator || step.Operation == "signIn" ? browser : client;
            await TakeAsync(asked, step);
            if (step.Operation is not null && documents.TryGetValue(step.Operation, out var type))
            {
                var read = await asked.GetAsync(step.Path);
                await SendBackAsync(asked, step, read.Body);
                await SendBackAsync(asked, step, WithNothing(read.Body, type));
            }
        }

        await own.DisposeAsync();
    }

    private static async Task SendBackAsync(ApiClient client, Step step, string body)
    {
        var answer = await client.PutAsync(step.Path, body);
        Assert.True(answer.Status == HttpStatusCode.OK, $"PUT {step.Path} with what was read there, {body}, answered {answer.Status}: {answer.Body}");
    }

    /// <summary>The same with every member written out that is nothing, as forms send them.</summary>
    private static string WithNothing(string body, Type type) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize(body, type, JsonConventions.Options), type, WrittenOut);

    /// <summary>Whatever is read in the form in which it is put: its operation, and that form.</summary>
    private Dictionary<string, Type> Documents()
    {
        var all = host.Application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct().ToList();
        var read = all.Where(endpoint => MethodOf(endpoint) == "GET").ToLookup(
            endpoint => endpoint.RoutePattern.RawText,
            endpoint => endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().FirstOrDefault(answer => answer.StatusCode == 200)?.Type);
        return all
            .Where(endpoint => MethodOf(endpoint) == "PUT" && endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } taken && read[endpoint.RoutePattern.RawText].Contains(taken))
            .ToDictionary(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName, endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()!.RequestType!);
    }

    private static string? MethodOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0];

    private static Step Unit(string path, string level) =>
        new("putOrganisationUnit", "PUT", "/api/v1/organisation/units/" + path, body => body["level"] = level);

    private static IEnumerable<Step> Launch(string campaign) =>
    [
        new(null, "POST", $"/api/v1/campaigns/{campaign}/submit"),
        new("delegateReview", "PUT", $"/api/v1/campaigns/{campaign}/reviews/default/delegation"),
        new("reviewCampaign", "POST", $"/api/v1/campaigns/{campaign}/reviews"),
        new(null, "POST", $"/api/v1/campaigns/{campaign}/launch"),
    ];

    private static string RecommendationOf(JsonNode decision) => (string)decision["recommendations"]![0]!["recommendationId"]!;

    private async Task TakeAsync(ApiClient client, Step step)
    {
        JsonNode? body = null;
        if (step.Operation is not null)
        {
            body = JsonNode.Parse(Examples.Find(step.Operation)!)!;
            step.Adjust?.Invoke(body.AsObject());
        }

        var answer = await client.SendAsync(new HttpMethod(step.Method), step.Path, body?.ToJsonString());

        Assert.True(
            answer.Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.NoContent,
            $"{step.Method} {step.Path} with {body?.ToJsonString()} answered {answer.Status}: {answer.Body}");
        if (step.Operation is not null && answer.Body.Length > 0)
        {
            _answers[step.Operation] = answer.Json;
        }

        if (step.Operation == "countAudience")
        {
            Assert.Equal(2, (long)answer.Json["count"]!);
        }

        Assert.True(step.Operation != "decide" || ((JsonArray)answer.Json["recommendations"]!).Count > 0, $"No recommendation: {answer.Body}");
    }
}
