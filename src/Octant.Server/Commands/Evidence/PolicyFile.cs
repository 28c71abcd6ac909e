using System.Text.Json;
using Octant.Platform.Foundation.Json;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Evidence;

/// <summary>A policy as JSON; its schema is docs/schemas/policy.json.</summary>
/// <param name="Probabilities">Action → the probability with which it is taken.</param>
public sealed record PolicyDocument(IReadOnlyDictionary<string, double> Probabilities);

/// <summary>
/// A policy from a file: a table with the columns <c>action</c> (or named as in the log) and <c>probability</c>, or JSON. Actions it
/// does not name are never taken.
/// </summary>
internal static class PolicyFile
{
    private const double Tolerance = 1e-6;

    /// <param name="actions">Name → index of the log's actions; those only the policy knows are added.</param>
    public static double[] Read(string path, string actionColumn, Dictionary<string, int> actions)
    {
        var probabilities = ReadAll(path, actionColumn);
        foreach (var name in probabilities.Keys.Where(name => !actions.ContainsKey(name)))
        {
            actions.Add(name, actions.Count);
        }

        var policy = new double[actions.Count];
        foreach (var (name, probability) in probabilities)
        {
            policy[actions[name]] = probability;
        }

        return policy;
    }

    /// <summary>Action → probability; they add up to 1.</summary>
    public static IReadOnlyDictionary<string, double> ReadAll(string path, string actionColumn)
    {
        var probabilities = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? ReadJson(path)
            : ReadTable(path, actionColumn);
        var sum = probabilities.Values.Sum();
        return Math.Abs(sum - 1) <= Tolerance
            ? probabilities
            : throw new CommandFailedException(FormattableString.Invariant($"The probabilities of {path} add up to {sum}, not to 1."));
    }

    private static Dictionary<string, double> ReadTable(string path, string actionColumn)
    {
        var probabilities = new Dictionary<string, double>(StringComparer.Ordinal);
        using var table = TableFile.Open(path, "probability");
        var action = table.Find("action") ?? table.Column(actionColumn);
        var probability = table.Column("probability");
        while (table.Read())
        {
            var chance = table.RequiredNumber(probability);
            if (chance is < 0 or > 1)
            {
                throw table.Wrong(probability, "a probability from 0 to 1");
            }

            if (!probabilities.TryAdd(table.RequiredText(action), chance))
            {
                throw table.Wrong(action, "each action once");
            }
        }

        return probabilities;
    }

    private static IReadOnlyDictionary<string, double> ReadJson(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize<PolicyDocument>(File.ReadAllText(path), JsonConventions.Options)!;
            foreach (var (action, _) in document.Probabilities.Where(pair => pair.Value is not (>= 0 and <= 1)))
            {
                throw new CommandFailedException($"{path}, probabilities.{action}: expected a probability from 0 to 1.");
            }

            return document.Probabilities;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} is not a policy, such as {{\"probabilities\": {{\"a\": 0.5, \"b\": 0.5}}}}: {exception.Message}");
        }
    }
}
