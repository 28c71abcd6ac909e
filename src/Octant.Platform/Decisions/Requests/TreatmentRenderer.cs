using System.Globalization;
using System.Text.RegularExpressions;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Requests;

/// <summary>
/// Puts words to a recommendation at the edge: the campaign's treatment for this offering, channel and variant, or the
/// offering's standard wording. Marks such as <c>{name}</c> are filled in from profile and identity store and never stored; telephone numbers masked.
/// </summary>
public sealed partial class TreatmentRenderer(IPartitions partitions, ICustomerTexts customerTexts)
{
    public async ValueTask<TreatmentAnswer> RenderAsync(Strategy strategy, Recommendation recommendation, long key, CancellationToken cancellation)
    {
        var text = TextOf(strategy, recommendation);
        return new TreatmentAnswer(
            recommendation.Variant,
            text.Contains('{', StringComparison.Ordinal) ? await FillAsync(strategy, text, key, cancellation).ConfigureAwait(false) : text);
    }

    /// <summary>Its words with their marks as they stand.</summary>
    public static string TextOf(Strategy strategy, Recommendation recommendation)
    {
        Treatment? best = null;
        var treatments = strategy.Campaign(recommendation.Campaign)?.Definition.Treatments;
        for (var i = 0; i < treatments?.Count; i++)
        {
            var treatment = treatments[i];
            if ((treatment.Offering is null || string.Equals(treatment.Offering, recommendation.Offering, StringComparison.Ordinal))
                && (treatment.Channel is null || string.Equals(treatment.Channel, recommendation.Channel, StringComparison.Ordinal))
                && string.Equals(treatment.Variant, recommendation.Variant, StringComparison.Ordinal)
                && (best is null || Precision(treatment) > Precision(best)))
            {
                best = treatment;
            }
        }

        return best?.Text ?? StandardText(strategy, recommendation);
    }

    private static int Precision(Treatment treatment) => (treatment.Offering is null ? 0 : 2) + (treatment.Channel is null ? 0 : 1);

    private static string StandardText(Strategy strategy, Recommendation recommendation)
    {
        if (!strategy.Catalog.TryGetOffering(recommendation.Offering, out var offering))
        {
            return recommendation.Offering;
        }

        var wording = offering.Definition.Wording;
        var roomy = strategy.Channel(recommendation.Channel)?.Abilities.Output.Contains(ProductOutput.LongText) ?? false;
        return (roomy ? wording.Brief ?? wording.OneLine : wording.OneLine ?? wording.Brief) ?? offering.Definition.Name;
    }

    private async ValueTask<string> FillAsync(Strategy strategy, string text, long key, CancellationToken cancellation)
    {
        var names = Mark().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        var values = await partitions.ReadCustomerAsync(
            key,
            (_, customer) => names.ToDictionary(
                name => name,
                name => customer is not null && strategy.Attributes.TryGet(name, out var attribute) ? Format(customer.Profile.Value(attribute.Id)) : null,
                StringComparer.Ordinal),
            cancellation).ConfigureAwait(false);
        var texts = await customerTexts.ReadMaskedAsync(key, cancellation).ConfigureAwait(false);
        return Mark().Replace(text, match => values[match.Groups["name"].Value] ?? texts.GetValueOrDefault(match.Groups["name"].Value) ?? "");
    }

    private static string? Format(AttributeValue? value) => value switch
    {
        null => null,
        { Kind: AttributeKind.Number } number => number.Number.ToString("0.##", CultureInfo.InvariantCulture),
        { Kind: AttributeKind.Category } category => category.Category,
        { Kind: AttributeKind.Date } date => date.Date.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        { } flag => flag.Flag ? "true" : "false",
    };

    [GeneratedRegex(@"\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();
}
