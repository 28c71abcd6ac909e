using System.Text.Json;
using System.Text.Json.Nodes;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Platform.Decisions.Simulations;
using Octant.Server.Commands.Tariffs;

namespace Octant.Server.Commands.Simulations;

/// <summary>The draft of <c>octant simulate</c>.</summary>
/// <param name="Campaigns">As <c>PUT /campaigns/{id}</c> takes them, with their ids.</param>
/// <param name="Others">What becomes of the campaigns that were in force and are not named; kept where it is left out.</param>
public sealed record CampaignsFile(IReadOnlyList<CampaignDefinition> Campaigns, OtherCampaigns? Others)
{
    /// <summary>What reading a campaign adds to it.</summary>
    private const string AddedMember = "behaviour";

    /// <summary>
    /// Also a list of campaigns alone, one campaign alone, and a page as <c>GET /campaigns</c> answers it.
    /// </summary>
    internal static CampaignsFile Read(string path)
    {
        var utf8 = PlanFile.ReadBytes(path);
        JsonNode? whole;
        try
        {
            whole = JsonNode.Parse(utf8.Span);
        }
        catch (JsonException)
        {
            // Reading it as what it should be says where it is wrong.
            return PlanFile.ReadJson<CampaignsFile>(path, utf8);
        }

        var file = whole switch
        {
            JsonArray list => new JsonObject { ["campaigns"] = list.DeepClone() },
            JsonObject page when page["items"] is JsonArray items => new JsonObject { ["campaigns"] = items.DeepClone() },
            JsonObject one when one["offers"] is not null => new JsonObject { ["campaigns"] = new JsonArray(one.DeepClone()) },
            _ => whole,
        };
        foreach (var campaign in (file as JsonObject)?["campaigns"] as JsonArray ?? [])
        {
            (campaign as JsonObject)?.Remove(AddedMember);
        }

        return PlanFile.ReadJson<CampaignsFile>(path, JsonSerializer.SerializeToUtf8Bytes(file));
    }
}

/// <summary>What <c>octant simulate --json</c> prints.</summary>
/// <param name="Load">Contacts of each channel hour by hour.</param>
/// <param name="Changes">The first customers whose recommendation changes.</param>
public sealed record SimulationAnswer(SimulationProgress Simulation, IReadOnlyList<ChannelLoad> Load, IReadOnlyList<ChangedRecommendation> Changes);
