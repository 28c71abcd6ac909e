using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Foundation.Json;

namespace Octant.Platform.Campaigns.Reviews;

/// <summary>One place where two versions of a campaign differ.</summary>
/// <param name="Field">As in the document: <c>treatments[0].text</c>, <c>plan.objective</c>.</param>
/// <param name="Before">Null where there was nothing.</param>
/// <param name="After">Null where there is nothing any more.</param>
public sealed record ContentChange(CampaignPart Part, string Field, JsonNode? Before, JsonNode? After);

/// <summary>What is put before reviewers: a campaign and its plan, without what is not the planner's to say.</summary>
public static class CampaignContent
{
    private const string Plan = "plan";

    private static readonly FrozenSet<string> NotReviewed = new[] { "id", "status" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Member of a campaign, or of its plan behind <c>plan.</c>, to the part it belongs to.</summary>
    public static FrozenDictionary<string, CampaignPart> Parts { get; } = new Dictionary<string, CampaignPart>(StringComparer.Ordinal)
    {
        ["name"] = CampaignPart.Purpose,
        ["offers"] = CampaignPart.Offers,
        ["lever"] = CampaignPart.Offers,
        ["propensitySource"] = CampaignPart.Offers,
        ["contextWeights"] = CampaignPart.Offers,
        ["organisation"] = CampaignPart.Audience,
        ["audience"] = CampaignPart.Audience,
        ["eligibility"] = CampaignPart.Audience,
        ["applicability"] = CampaignPart.Audience,
        ["suitability"] = CampaignPart.Audience,
        ["treatments"] = CampaignPart.Wording,
        ["channels"] = CampaignPart.Channels,
        ["touchpoints"] = CampaignPart.Channels,
        ["trigger"] = CampaignPart.Channels,
        ["class"] = CampaignPart.Channels,
        ["schedule"] = CampaignPart.Timing,
        ["start"] = CampaignPart.Timing,
        ["end"] = CampaignPart.Timing,
        ["validity"] = CampaignPart.Timing,
        ["budget"] = CampaignPart.Budget,
        ["holdoutShare"] = CampaignPart.Experiment,
        ["plan.objective"] = CampaignPart.Purpose,
        ["plan.success"] = CampaignPart.Purpose,
        ["plan.level"] = CampaignPart.Purpose,
        ["plan.precedence"] = CampaignPart.Purpose,
        ["plan.owner"] = CampaignPart.Purpose,
        ["plan.kind"] = CampaignPart.Purpose,
        ["plan.lessons"] = CampaignPart.Purpose,
        ["plan.resources"] = CampaignPart.Channels,
        ["plan.frontLineHours"] = CampaignPart.Channels,
        ["plan.expected"] = CampaignPart.Budget,
        ["plan.survey"] = CampaignPart.Wording,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static JsonObject Of(CampaignDefinition campaign, CampaignPlan? plan)
    {
        var content = JsonSerializer.SerializeToNode(campaign, JsonConventions.Options)!.AsObject();
        var planned = JsonSerializer.SerializeToNode(plan ?? new CampaignPlan { Id = campaign.Id }, JsonConventions.Options)!.AsObject();
        foreach (var name in NotReviewed)
        {
            content.Remove(name);
            planned.Remove(name);
        }

        content[Plan] = planned;
        return content;
    }

    /// <summary>Where they differ, in the order of the documents; down to single values, lists place by place.</summary>
    public static IReadOnlyList<ContentChange> Between(JsonObject before, JsonObject after)
    {
        var changes = new List<ContentChange>();
        AddMembers(before, after, "", changes);
        return changes;
    }

    private static void AddMembers(JsonObject before, JsonObject after, string place, List<ContentChange> changes)
    {
        foreach (var name in before.Concat(after).Select(member => member.Key).Distinct(StringComparer.Ordinal))
        {
            Add(before[name], after[name], place.Length == 0 ? name : $"{place}.{name}", changes);
        }
    }

    private static void Add(JsonNode? before, JsonNode? after, string place, List<ContentChange> changes)
    {
        switch (before, after)
        {
            case (JsonObject left, JsonObject right):
                AddMembers(left, right, place, changes);
                break;
            case (JsonArray left, JsonArray right):
                for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
                {
                    Add(i < left.Count ? left[i] : null, i < right.Count ? right[i] : null, $"{place}[{i}]", changes);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(before, after))
                {
                    changes.Add(new ContentChange(PartOf(place), place, before?.DeepClone(), after?.DeepClone()));
                }

                break;
        }
    }

    private static CampaignPart PartOf(string place)
    {
        var ends = place.StartsWith(Plan + ".", StringComparison.Ordinal) ? Plan.Length + 1 : 0;
        var length = place.AsSpan(ends).IndexOfAny('.', '[');
        return Parts[length < 0 ? place : place[..(ends + length)]];
    }
}
