using System.Globalization;
using Octant.Engine.Learning;
using Octant.Engine.Partitions.Formats;

namespace Octant.Engine.Decisions;

public enum ReplayVerdict
{
    /// <summary>The same bytes.</summary>
    Same,

    /// <summary>Other bytes by the same version of the engine: a defect, or an altered record.</summary>
    Different,

    /// <summary>Other bytes, and another version of the engine decided then.</summary>
    EngineVersionDiffers,

    /// <summary>The record is not in a form this engine reads.</summary>
    Unreadable,
}

/// <summary>One thing that came out otherwise.</summary>
/// <param name="What">A path into the result, such as <c>recommendations[0].score</c>.</param>
/// <param name="Recorded">As recorded; null when there was nothing.</param>
/// <param name="Replayed">As decided again; null when there is nothing.</param>
public sealed record ReplayDifference(string What, string? Recorded, string? Replayed);

/// <param name="Differences">In the result's order; empty when the same or unreadable.</param>
/// <param name="Problem">Why the record cannot be read; null when it can.</param>
public sealed record ReplayOutcome(ReplayVerdict Verdict, IReadOnlyList<ReplayDifference> Differences, string? Problem);

/// <summary>
/// Makes a recorded decision again from its recorded inputs and compares the bytes. With <see cref="ConditionGear.Reference"/>
/// conditions are judged by the plain interpreter, so that the fast gear is checked on everything that ever happened.
/// The result names its inputs by fingerprint, so that an altered input is found even where it does not change the answer.
/// </summary>
public static class DecisionReplay
{
    /// <param name="strategy">The version the decision was made by.</param>
    /// <param name="engineVersion">Of the engine that made it.</param>
    /// <param name="inputs">Encoded inputs, as recorded.</param>
    /// <param name="result">Encoded result, as recorded.</param>
    /// <param name="model">The response model the decision was made by; null where none was in force.</param>
    public static ReplayOutcome Replay(
        Strategy strategy,
        int engineVersion,
        ReadOnlyMemory<byte> inputs,
        ReadOnlyMemory<byte> result,
        ConditionGear gear = ConditionGear.Row,
        ResponseModel? model = null)
    {
        DecisionInputs decoded;
        DecisionResult recorded;
        try
        {
            decoded = DecisionFormat.DecodeInputs(inputs) is var read && read.ModelVersion == model?.Version ? read with { Model = model } : read;
            recorded = DecisionFormat.DecodeResult(result);
        }
        catch (RecordFormatException problem)
        {
            return new ReplayOutcome(ReplayVerdict.Unreadable, [], problem.Message);
        }

        KernelAnswer answer;
        try
        {
            answer = DecisionKernel.Decide(strategy, decoded, trace: null, gear);
        }
        catch (ModelMissingException problem)
        {
            return new ReplayOutcome(ReplayVerdict.Unreadable, [], problem.Message);
        }

        // In the form it was recorded in: a newer form is no other answer.
        if (answer.Result is { } again && DecisionFormat.Encode(again, inputs.Span, result.Span[0]).AsSpan().SequenceEqual(result.Span))
        {
            return new ReplayOutcome(ReplayVerdict.Same, [], null);
        }

        var verdict = engineVersion == Strategy.EngineVersion ? ReplayVerdict.Different : ReplayVerdict.EngineVersionDiffers;
        IReadOnlyList<ReplayDifference> differences = answer.Result is { } other
            ? Differences(recorded, other)
            : [.. answer.Needs.Select(need => new ReplayDifference($"slice {need.Resource} {need.Period}".TrimEnd(), "known", null))];
        return new ReplayOutcome(verdict, differences, null);
    }

    private static List<ReplayDifference> Differences(DecisionResult recorded, DecisionResult replayed)
    {
        var differences = new List<ReplayDifference>();
        var before = Flatten(recorded);
        var after = Flatten(replayed);
        foreach (var (what, value) in before)
        {
            var now = after.GetValueOrDefault(what);
            if (!string.Equals(value, now, StringComparison.Ordinal))
            {
                differences.Add(new ReplayDifference(what, value, now));
            }
        }

        differences.AddRange(after.Where(item => !before.ContainsKey(item.Key)).Select(item => new ReplayDifference(item.Key, null, item.Value)));

        // The answer is the same: then it is the inputs that are not those the answer was made from.
        return differences.Count > 0 ? differences : [new ReplayDifference("inputs", "fingerprint", "other fingerprint")];
    }

    private static Dictionary<string, string?> Flatten(DecisionResult result)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal) { ["silence"] = result.Silence };
        for (var i = 0; i < result.Recommendations.Count; i++)
        {
            Flatten(values, string.Create(CultureInfo.InvariantCulture, $"recommendations[{i}]"), result.Recommendations[i]);
        }

        for (var i = 0; i < result.Ghosts.Count; i++)
        {
            Flatten(values, string.Create(CultureInfo.InvariantCulture, $"ghosts[{i}]"), result.Ghosts[i]);
        }

        for (var i = 0; i < result.Ranked.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"ranked[{i}]");
            var ranked = result.Ranked[i];
            values[$"{at}.campaign"] = ranked.Campaign;
            values[$"{at}.offering"] = ranked.Offering;
            values[$"{at}.channel"] = ranked.Channel;
            values[$"{at}.score"] = Text(ranked.Score);
            values[$"{at}.fate"] = ranked.Fate.ToString();
            values[$"{at}.reason"] = ranked.Reason;
        }

        return values;
    }

    private static void Flatten(Dictionary<string, string?> values, string at, Recommendation item)
    {
        values[$"{at}.rank"] = item.Rank.ToString(CultureInfo.InvariantCulture);
        values[$"{at}.campaign"] = item.Campaign;
        values[$"{at}.offering"] = item.Offering;
        values[$"{at}.promotion"] = item.Promotion;
        values[$"{at}.cluster"] = item.Cluster;
        values[$"{at}.class"] = item.Class;
        values[$"{at}.channel"] = item.Channel;
        values[$"{at}.variant"] = item.Variant;
        values[$"{at}.tier"] = item.Tier.ToString();
        values[$"{at}.propensity"] = Text(item.Propensity);
        values[$"{at}.propensityBasis"] = item.PropensityBasis.ToString();
        values[$"{at}.value"] = Text(item.Value);
        values[$"{at}.weight"] = Text(item.Weight);
        values[$"{at}.lever"] = Text(item.Lever);
        values[$"{at}.score"] = Text(item.Score);
        values[$"{at}.probability"] = Text(item.Probability);
        values[$"{at}.countsAt"] = item.CountsAt.ToString();
        values[$"{at}.validUntil"] = item.ValidUntil.ToString();
        values[$"{at}.responseWindow"] = item.ResponseWindow.ToString("c", CultureInfo.InvariantCulture);
        values[$"{at}.spends"] = string.Join(", ", item.Spends.Select(Text));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(Policies.ResourceSpend spend) =>
        string.Create(CultureInfo.InvariantCulture, $"{spend.Resource} {spend.Period} {spend.Units}");
}
