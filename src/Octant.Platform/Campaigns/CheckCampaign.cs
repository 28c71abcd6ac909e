using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns;

/// <summary>One thing that keeps a campaign from going live.</summary>
/// <param name="Line">Within the expression, from 1; null when it is not about an expression.</param>
public sealed record CampaignError(string Field, string Message, int? Line, int? Column, string? Expected, string? Nearest);

/// <param name="Behaviour">From when each behaviour function is complete; null there while no live rule asks for the same.</param>
public sealed record CampaignCheck(bool CanGoLive, IReadOnlyList<CampaignError> Errors, IReadOnlyList<BehaviourObservation> Behaviour);

/// <summary>Tries to compile a campaign against everything as it stands.</summary>
public static class CheckCampaign
{
    public static async Task<Result<CampaignCheck>> HandleAsync(
        string id, Caller caller, CampaignStorage storage, IStrategyCheck strategy, IObservedBehaviour observed, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var stored, out var problem))
        {
            return problem;
        }

        var errors = await CheckAsync(stored.Value, strategy, cancellation);
        return new CampaignCheck(
            errors.Count == 0,
            [.. errors.Select(error => new CampaignError(
                error.Field, error.Error?.Message ?? error.Message, error.Error?.Line, error.Error?.Column, error.Error?.Expected, error.Error?.Nearest))],
            errors.Count == 0 ? await observed.ReadAsync(stored.Value, cancellation) : []);
    }

    /// <summary>The problem of a campaign that would not compile, for those who would launch it; null when it would.</summary>
    internal static async ValueTask<Problem?> FindProblemAsync(CampaignDefinition campaign, IStrategyCheck strategy, CancellationToken cancellation)
    {
        var errors = await CheckAsync(campaign, strategy, cancellation);
        return errors.Count == 0
            ? null
            : Problem.Conflict($"The campaign '{campaign.Id}' does not compile.") with
            {
                Errors = [.. errors.Select(error => new FieldError(error.Field, error.Message))],
            };
    }

    /// <summary>As it was written, so that errors are where the planner wrote; then as it would be in force.</summary>
    private static async ValueTask<IReadOnlyList<StrategyError>> CheckAsync(CampaignDefinition campaign, IStrategyCheck strategy, CancellationToken cancellation)
    {
        var errors = await strategy.CheckAsync(campaign, cancellation);
        return errors.Count > 0 || (campaign.Organisation is null && campaign.Schedule is null) ? errors : await strategy.CheckAsync(CampaignStorage.InForce(campaign), cancellation);
    }
}
