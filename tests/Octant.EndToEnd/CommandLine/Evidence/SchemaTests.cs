using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Octant.EndToEnd.Examples;
using Octant.Engine.Calendar;
using Octant.Platform.Campaigns;
using Octant.Platform.Decisions.Allocations;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Insights.Comparisons;
using Octant.Platform.Insights.PolicyEvaluations;
using Octant.Server.Commands;
using Octant.Server.Commands.Allocations;
using Octant.Server.Commands.Evidence;
using Octant.Server.Commands.Simulations;
using Octant.Server.Commands.Tariffs;

namespace Octant.EndToEnd.CommandLine.Evidence;

/// <summary>
/// The published schemas are those of the types that are written and read. With OCTANT_WRITE_SCHEMAS set they are written anew.
/// </summary>
public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory]
    [InlineData("effect", typeof(EffectAnswer), "What octant effect --json prints")]
    [InlineData("off-policy", typeof(OffPolicyAnswer), "What octant off-policy --json prints")]
    [InlineData("model-report", typeof(ModelAnswer), "What octant model-report --json prints")]
    [InlineData("tariff", typeof(TariffUsersAnswer), "What octant tariff --users --json prints")]
    [InlineData("tariff-need", typeof(TariffNeedAnswer), "What octant tariff --need --json prints")]
    [InlineData("allocation", typeof(AllocationAnswer), "What octant allocate --json prints")]
    [InlineData("before-after", typeof(ComparisonFigures), "What octant before-after --json prints, and GET /comparisons/{id}/figures answers")]
    [InlineData("campaign-effect", typeof(CampaignEffect), "What octant campaign-effect --json prints, and GET /campaigns/{id}/effect answers")]
    [InlineData("acceptance", typeof(AcceptanceAnswer), "What octant acceptance --json prints")]
    [InlineData("policy-evaluation", typeof(PolicyEvaluation), "What octant off-policy --from --to --json prints, and POST /policy-evaluations answers")]
    [InlineData("allocation-progress", typeof(AllocationView), "What octant allocate --campaigns --json prints, and GET /allocations/{id} answers")]
    [InlineData("simulation", typeof(SimulationAnswer), "What octant simulate --json prints")]
    [InlineData("models-report", typeof(ModelReportAnswer), "What octant models report --json prints, and GET /models/report answers")]
    [InlineData("policy", typeof(PolicyDocument), "What octant off-policy --policy reads: the probability of each action, adding up to 1")]
    public void The_published_schema_is_that_of_the_type(string name, Type type, string title) => AssertPublished(name, type, title, mayLeaveOut: false);

    [Theory]
    [InlineData("tariff-plans", typeof(PlanList), "What octant tariff --plans reads beside tables and published lists")]
    [InlineData("simulation-campaigns", typeof(CampaignsFile), "What octant simulate --campaigns reads: a draft")]
    [InlineData("allocation-problem", typeof(AllocationRequest), "What octant allocate --problem reads")]
    [InlineData("allocation-campaigns", typeof(AllocateRequest), "What octant allocate --campaigns reads, and POST /allocations takes")]
    public void The_published_schema_of_a_file_allows_leaving_out_what_may_be_nothing(string name, Type type, string title) =>
        AssertPublished(name, type, title, mayLeaveOut: true);

    private static void AssertPublished(string name, Type type, string title, bool mayLeaveOut)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Timed };
        foreach (var (key, value) in JsonConventions.Options.GetJsonSchemaAsNode(type, options).AsObject().ToList())
        {
            schema[key] = value?.DeepClone();
        }

        if (mayLeaveOut)
        {
            LeaveOutNullable(schema);
        }

        if (Environment.GetEnvironmentVariable("OCTANT_WRITE_SCHEMAS") is not null)
        {
            File.WriteAllText(PathOf(name), schema.ToJsonString(Indented) + "\n");
        }

        Assert.True(
            JsonNode.DeepEquals(schema, Read(name)), $"docs/schemas/{name}.json is not the schema of {type.Name}; run this test with OCTANT_WRITE_SCHEMAS=1.");
    }

    /// <summary>Instants are texts, which their own converter does not tell.</summary>
    private static JsonNode Timed(JsonSchemaExporterContext context, JsonNode schema) =>
        context.TypeInfo.Type == typeof(Instant) ? new JsonObject { ["type"] = "string" }
        : context.TypeInfo.Type == typeof(Instant?) ? new JsonObject { ["type"] = new JsonArray("string", "null") }
        : schema;

    [Fact]
    public void The_check_itself_finds_what_is_wrong()
    {
        var schema = JsonNode.Parse("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"enum":["x"]}},"required":["a"],"additionalProperties":false}""")!;
        Assert.Empty(SchemaCheck.Validate(schema, JsonNode.Parse("""{"a":1,"b":"x"}""")));
        Assert.Equal(3, SchemaCheck.Validate(schema, JsonNode.Parse("""{"b":"y","c":1}""")).Count);
        Assert.Single(SchemaCheck.Validate(schema, JsonNode.Parse("""{"a":"1"}""")));
    }

    /// <summary>A member that may be null may be missing: it is taken from what is required, here and below.</summary>
    private static void LeaveOutNullable(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            if (schema["required"] is JsonArray required && schema["properties"] is JsonObject properties)
            {
                var kept = required.Select(name => (string)name!)
                    .Where(name => !MayBeNothing(properties[name]))
                    .Select(name => (JsonNode)name)
                    .ToArray();
                schema["required"] = new JsonArray(kept);
            }

            foreach (var (_, below) in schema.ToList())
            {
                LeaveOutNullable(below);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                LeaveOutNullable(item);
            }
        }
    }

    private static bool MayBeNothing(JsonNode? schema) =>
        (schema?["type"] is JsonArray types && types.Any(type => (string?)type == "null"))
        || (schema?["enum"] is JsonArray values && values.Any(value => value is null));

    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!;

    private static string PathOf(string name) => Path.Combine(TelcoFactAttribute.Repository, "docs", "schemas", name + ".json");
}
