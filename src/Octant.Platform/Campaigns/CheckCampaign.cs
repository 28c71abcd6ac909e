using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
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
    public static async Task<Result<CampaignCheck>> HandleAsync(string id, CampaignStorage storage, IStrategyCheck strategy, IObservedBehaviour observed, CancellationToken cancellation)
    {
        if (await storage.Campaigns.ReadAsync(id, cancellation) is not { } stored)
        {
            return Problem.NotFound(CampaignStorage.Kind, id);
        }

        var errors = await strategy.CheckAsync(stored.Value, cancellation);
        return new CampaignCheck(
            errors.Count == 0,
            [.. errors.Select(error => new CampaignError(
                error.Field, error.Error?.Message ?? error.Message, error.Error?.Line, error.Error?.Column, error.Error?.Expected, error.Error?.Nearest))],
            errors.Count == 0 ? await observed.ReadAsync(stored.Value, cancellation) : []);
    }

    /// <summary>The problem of a campaign that would not compile, for those who would launch it; null when it would.</summary>
    internal static async ValueTask<Problem?> FindProblemAsync(CampaignDefinition campaign, IStrategyCheck strategy, CancellationToken cancellation)
    {
        var errors = await strategy.CheckAsync(campaign, cancellation);
        return errors.Count == 0
            ? null
            : Problem.Conflict($"The campaign '{campaign.Id}' does not compile.") with
            {
                Errors = [.. errors.Select(error => new FieldError(error.Field, error.Message))],
            };
    }
}
