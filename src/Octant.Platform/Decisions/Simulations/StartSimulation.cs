using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>Which recorded decisions to make again, and by what.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Campaigns">
/// Take the place of those of the same ids; a draft or an approved one counts as live, an ended one as gone. None: the strategy in
/// force at each decision, which must come out as recorded.
/// </param>
/// <param name="Others">What becomes of the campaigns that were in force and are not named; kept where it is left out.</param>
public sealed record SimulationRequest(Instant From, Instant To, IReadOnlyList<CampaignDefinition> Campaigns, OtherCampaigns? Others);

/// <summary>Begins to decide the decisions of a period again by a draft.</summary>
public static class StartSimulation
{
    public const string Route = "/simulations";

    private const int MostCampaigns = 20_000;

    public static async Task<Result<Accepted<SimulationProgress>>> HandleAsync(
        Body<SimulationRequest> body, Caller caller, CurrentStrategy current, SimulationDesk desk, CancellationToken cancellation)
    {
        var request = body.Value;
        if (FindProblem(request, current.Value) is { } invalid)
        {
            return invalid;
        }

        var draft = Draft.Of(request.Campaigns, request.Others ?? OtherCampaigns.Keep, request.From, request.To);
        if (DraftStrategy.Check(draft, current.Value) is { Count: > 0 } errors)
        {
            return NotCompiling(request, errors);
        }

        var started = await desk.StartAsync(caller, request, draft, cancellation).ConfigureAwait(false);
        return started.TryGet(out var progress, out var problem)
            ? TypedResults.Accepted($"{EndpointConventions.BasePath}{Route}/{progress.Id}", progress)
            : problem;
    }

    private static Problem? FindProblem(SimulationRequest request, Strategy today)
    {
        var checks = new FieldChecks();
        checks.Require(request.From < request.To, "to", "a time after from", request.To);
        checks.Require(request.Campaigns.Count <= MostCampaigns, "campaigns", $"at most {MostCampaigns} campaigns", request.Campaigns.Count);
        checks.RequireIds([.. request.Campaigns.Select(campaign => campaign.Id)], "campaigns");
        for (var i = 0; i < request.Campaigns.Count; i++)
        {
            CampaignChecks.Check(request.Campaigns[i], $"campaigns[{i}].", checks);
            for (var j = 0; j < request.Campaigns[i].Touchpoints.Count; j++)
            {
                checks.Require(
                    today.Touchpoint(request.Campaigns[i].Touchpoints[j]) is not null,
                    $"campaigns[{i}].touchpoints[{j}]",
                    "the id of an existing touchpoint",
                    request.Campaigns[i].Touchpoints[j]);
            }
        }

        return checks.ToProblem();
    }

    private static Problem NotCompiling(SimulationRequest request, IReadOnlyList<StrategyError> errors)
    {
        var places = request.Campaigns.Select((campaign, index) => (campaign.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        return new Problem(ProblemKind.Invalid, $"The draft does not compile: {errors[0].Kind} {errors[0].Id}, {errors[0].Field}: {errors[0].Message}")
        {
            Errors =
            [
                .. errors.Select(error => new FieldError(
                    places.TryGetValue(error.Id, out var place) ? $"campaigns[{place}].{error.Field}" : $"{error.Kind} {error.Id}, {error.Field}",
                    error.Error is { Expected: { } expected } compile ? $"{expected}: {compile.Message}" : error.Error?.Message ?? error.Message,
                    error.Id)
                {
                    Line = error.Error?.Line,
                    Column = error.Error?.Column,
                    Nearest = error.Error?.Nearest,
                }),
            ],
        };
    }
}
