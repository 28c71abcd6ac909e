using System.Text.Json;
using Octant.Platform.Decisions.Contracts;

namespace Octant.Platform.Campaigns.Trials;

/// <summary>What a test expects of the campaign.</summary>
public enum TestExpectation
{
    Offered,
    NotOffered,
}

/// <summary>Somebody made up whom the campaign must, or must not, make an offer to.</summary>
/// <param name="Name">Of the persona, once in the campaign.</param>
/// <param name="Channel">Where it is tried.</param>
/// <param name="Context">Declared context fields; of a campaign that answers an event, the event's fields.</param>
public sealed record PersonaTest(
    string Name, Persona Persona, string Channel, IReadOnlyDictionary<string, JsonElement>? Context, TestExpectation Expected);

/// <summary>The personas a campaign is tested on, kept beside it. They are no part of what reviewers approve.</summary>
public sealed record CampaignTests
{
    public const string DocumentKind = "campaign-tests";

    /// <summary>The campaign's.</summary>
    public required string Id { get; init; }

    public IReadOnlyList<PersonaTest> Personas { get; init; } = [];
}
