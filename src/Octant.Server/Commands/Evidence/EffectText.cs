using Octant.Engine.Statistics.Effects;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Evidence;

/// <summary>An effect report for people.</summary>
internal static class EffectText
{
    public static void Print(EffectAnswer answer)
    {
        Print(answer.Effect, answer.Outcome, answer.RevenueColumn);
        if (answer.Parts is { } parts)
        {
            PrintParts(parts, answer);
        }

        foreach (var note in answer.Notes)
        {
            Console.WriteLine(note);
        }
    }

    /// <param name="revenue">Null for none.</param>
    public static void Print(EffectReport effect, string outcome, string? revenue)
    {
        var what = effect.IsExperiment ? "Effect" : "Difference (not an effect)";
        PrintArms(effect.Arms, effect.Control);
        Print(effect, $"{what} on {outcome}, in percentage points, against {effect.Control}", comparison => comparison.Response, Figures.Points);
        if (revenue is not null)
        {
            Print(effect, $"{what} on {revenue} per customer, against {effect.Control}", comparison => comparison.Revenue, Signed);
        }
    }

    /// <summary>A difference of amounts.</summary>
    public static string Signed(double value) => (value > 0 ? "+" : "") + Figures.Amount(value);

    /// <summary>What must be said beside the figures.</summary>
    public static IReadOnlyList<string> Notes(EffectReport report, List<string> differing, EffectColumns columns, EffectOptions options)
    {
        var notes = new List<string> { Said(report) };
        if (differing.Count > 0)
        {
            notes.Add(
                $"The arms differ by more than chance in {string.Join(", ", differing)}. Right for what follows from the treatment (say so with --after), "
                + "a sign of arms that were chosen for what was known before.");
        }

        if (report.Comparisons.Any(comparison => comparison.Response.Verdict == EffectVerdict.TooFew))
        {
            notes.Add("Fewer than five customers responded, or did not, in an arm: nothing is decided there, and the interval is Newcombe's.");
        }

        if (report.Comparisons.Any(comparison => comparison.Revenue is { Verdict: EffectVerdict.TooFew }))
        {
            notes.Add("An arm has fewer than 30 customers, or their amounts show no spread: nothing is decided on revenue there.");
        }

        if (options.Looks is { } looks)
        {
            notes.Add($"Look {looks.Count}: intervals and verdicts keep the error of all looks at {Figures.Percent(1 - report.Confidence)} (O'Brien-Fleming spending).");
        }

        if (columns.By is not null)
        {
            notes.Add("Parts are for ideas: among their findings the share of false ones is kept (Benjamini-Hochberg), not the chance of a single one.");
        }

        return notes;
    }

    private static string Said(EffectReport report) => report.Assignment switch
    {
        AssignmentEvidence.SizesAsPlanned => "The arms have their planned sizes.",
        AssignmentEvidence.SizesEqual =>
            "The arms are of equal size, as if drawn by chance. No file can prove that they were: if customers were chosen, none of this is an effect.",
        AssignmentEvidence.SharesUnknown =>
            "The arms are not of equal size and no planned shares were given, so nothing shows that chance assigned them: these are differences between groups, not effects. "
            + "If they were planned so, give --share for each arm.",
        AssignmentEvidence.SizesNotAsPlanned =>
            "SAMPLE RATIO MISMATCH: the arms do not have their planned sizes. Customers were lost or added on the way; no difference between them is an effect.",
        _ => "The arms differ in most of what else is known of the customers: they were chosen, not drawn by chance. These are differences between groups, not effects.",
    };

    /// <param name="control">Null where none of them is.</param>
    public static void PrintArms(IReadOnlyList<ArmFigures> arms, string? control)
    {
        var table = new TextTable("arm", "customers", "responses", "rate", "interval (Wilson)", "revenue", "per customer");
        foreach (var arm in arms)
        {
            table.Add(
                arm.Arm == control ? arm.Arm + " (control)" : arm.Arm,
                Figures.Count(arm.Customers),
                Figures.Count(arm.Responses),
                Figures.Percent(arm.Rate),
                $"{Figures.Percent(arm.RateInterval.Low)} to {Figures.Percent(arm.RateInterval.High)}",
                arm.Revenue is { } revenue ? Figures.Amount(revenue) : "–",
                arm.RevenuePerCustomer is { } mean ? Figures.Amount(mean) : "–");
        }

        table.Print(null);
    }

    private static void Print(EffectReport report, string title, Func<ArmComparison, MeasuredDifference?> measure, Func<double, string> say)
    {
        var table = new TextTable("arm", "difference", $"interval {Figures.Percent(report.Confidence)}", "p adjusted", "could be found", "verdict");
        foreach (var comparison in report.Comparisons)
        {
            if (measure(comparison) is { } difference)
            {
                Add(table, comparison.Arm, difference, say);
            }
        }

        table.Print(title);
    }

    private static void PrintParts(IReadOnlyList<EffectPart> parts, EffectAnswer answer)
    {
        var table = new TextTable(answer.By!, "arm", "difference", "interval", "p adjusted", "verdict");
        foreach (var part in parts)
        {
            foreach (var comparison in part.Effect?.Comparisons ?? [])
            {
                table.Add(
                    part.Value,
                    comparison.Arm,
                    Figures.Points(comparison.Response.Difference),
                    comparison.Response.Interval is { } interval ? Figures.Points(interval) : "–",
                    Figures.PValue(comparison.Response.AdjustedPValue),
                    Word(comparison.Response.Verdict));
            }

            foreach (var empty in part.EmptyArms)
            {
                table.Add(part.Value, empty, "–", "", "–", "no customers here");
            }
        }

        table.Print($"{answer.Outcome} by {answer.By}, in percentage points");
    }

    private static void Add(TextTable table, string arm, MeasuredDifference difference, Func<double, string> say) =>
        table.Add(
            arm,
            say(difference.Difference),
            difference.Interval is { } interval ? $"{say(interval.Low)} to {say(interval.High)}" : "–",
            Figures.PValue(difference.AdjustedPValue),
            difference.Detectable is { } detectable ? "from " + say(detectable) : "nothing",
            Word(difference.Verdict));

    public static string Word(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.Better => "better",
        EffectVerdict.Worse => "worse",
        EffectVerdict.Undecided => "undecided",
        EffectVerdict.TooFew => "too few",
        _ => "not an effect",
    };
}
