using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>A customer made up for a test, by what decisions look at.</summary>
public sealed record Persona
{
    /// <summary>By name; what is not named is unknown.</summary>
    public IReadOnlyDictionary<string, JsonElement> Attributes { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Offerings the persona has.</summary>
    public IReadOnlyList<string> Owns { get; init; } = [];

    /// <summary>To messages of the campaign's class.</summary>
    public ConsentState Consent { get; init; } = ConsentState.Granted;
}

/// <summary>On whom a campaign is tried, and where. Exactly one of customer and persona is set.</summary>
/// <param name="Touchpoint">Null for the channel as a whole.</param>
/// <param name="Context">Declared context fields; of a campaign that answers an event, the event's fields.</param>
public sealed record TrialRequest(string? CustomerId, Persona? Persona, string Channel, string? Touchpoint, IReadOnlyDictionary<string, JsonElement>? Context);

/// <summary>The offer that would be made.</summary>
/// <param name="Text">As the customer would see it, telephone numbers masked; of a persona with its marks.</param>
public sealed record TrialOffer(string OfferingId, string? PromotionId, string Channel, string Variant, string Text, int Rank);

/// <summary>What a campaign would do for somebody as everything stands; it leaves no trace.</summary>
/// <param name="Explanation">The stage and reason that removed it, and the smallest change; or that it would be recommended.</param>
/// <param name="Offer">Null when it would not be made.</param>
public sealed record CampaignTrial(Instant At, CampaignExplanation Explanation, TrialOffer? Offer);

/// <summary>Tries a campaign before it is in force, for capabilities above.</summary>
public interface ICampaignTrials
{
    /// <param name="campaign">As if it were live now, whatever its status and period; the others in force compete.</param>
    /// <returns>A problem where it does not compile, or names nobody the caller may see.</returns>
    ValueTask<Result<CampaignTrial>> TryAsync(CampaignDefinition campaign, TrialRequest request, Caller caller, CancellationToken cancellation);
}
