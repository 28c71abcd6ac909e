using Octant.Engine.Offers;

namespace Octant.Engine.Channels;

/// <summary>How well a channel carries a product, from not at all upwards.</summary>
public enum FitVerdict
{
    CannotCarry,

    /// <summary>For chosen customers or with help: something the product needs is there in part only.</summary>
    Selective,
    CanCarry,
    Preferred,
}

/// <param name="Property">The property that fails or is there in part, such as <c>input: text</c>; null when everything fits.</param>
public readonly record struct FitResult(FitVerdict Verdict, string? Property);

/// <summary>
/// Product and channel matching (CPC model): what the product needs against what the channel is able to do.
/// </summary>
/// <remarks>
/// <b>Cannot carry</b>, the first that fails naming itself: the input (a keyboard for text takes digits, too); any one output
/// (who delivers long text delivers short); any one experience (who shows rich media or long text shows short); the
/// authentication level; special needs when the channel meets none of them.
/// <b>Selective</b>: the channel meets some special needs but not all; or functional complexity is above the channel's carrying
/// ability; or training need is above its service ability.
/// <b>Preferred</b>: nothing of that, and service ability, cost advantage, carrying ability and friendliness together reach
/// <see cref="PreferredFrom"/>. <b>Can carry</b>: all the rest. Whom a customer prefers is <see cref="PreferredChannel"/>.
/// </remarks>
public static class ChannelFit
{
    /// <summary>Sum of four degrees from 0 to 10: 7 each.</summary>
    public const int PreferredFrom = 28;

    public static FitResult Test(ProductNeeds needs, ChannelAbilities abilities)
    {
        if (!Takes(abilities.Input, needs.Input))
        {
            return CannotCarry("input", needs.Input);
        }

        for (var i = 0; i < needs.Output.Count; i++)
        {
            if (!Delivers(abilities.Output, needs.Output[i]))
            {
                return CannotCarry("output", needs.Output[i]);
            }
        }

        for (var i = 0; i < needs.Experience.Count; i++)
        {
            if (!Shows(abilities.Experience, needs.Experience[i]))
            {
                return CannotCarry("experience", needs.Experience[i]);
            }
        }

        if (needs.Authentication > abilities.Authentication)
        {
            return new FitResult(FitVerdict.CannotCarry, $"authentication: {needs.Authentication}");
        }

        return SpecialNeeds(needs, abilities) ?? Degrees(needs, abilities);
    }

    private static FitResult? SpecialNeeds(ProductNeeds needs, ChannelAbilities abilities)
    {
        SpecialNeed? missing = null;
        var met = 0;
        for (var i = 0; i < needs.SpecialNeeds.Count; i++)
        {
            if (Has(abilities.SpecialNeeds, needs.SpecialNeeds[i]))
            {
                met++;
            }
            else
            {
                missing ??= needs.SpecialNeeds[i];
            }
        }

        return missing is { } need
            ? new FitResult(met == 0 ? FitVerdict.CannotCarry : FitVerdict.Selective, $"specialNeeds: {Word(need)}")
            : null;
    }

    private static FitResult Degrees(ProductNeeds needs, ChannelAbilities abilities)
    {
        if (needs.FunctionalComplexity > abilities.CarryingAbility)
        {
            return new FitResult(FitVerdict.Selective, $"functionalComplexity: {needs.FunctionalComplexity}");
        }

        if (needs.TrainingNeed > abilities.ServiceAbility)
        {
            return new FitResult(FitVerdict.Selective, $"trainingNeed: {needs.TrainingNeed}");
        }

        var score = abilities.ServiceAbility + abilities.CostAdvantage + abilities.CarryingAbility + abilities.Friendliness;
        return new FitResult(score >= PreferredFrom ? FitVerdict.Preferred : FitVerdict.CanCarry, null);
    }

    private static bool Takes(IReadOnlyList<ProductInput> abilities, ProductInput need) => need switch
    {
        ProductInput.None => true,
        ProductInput.Digits => Has(abilities, ProductInput.Digits) || Has(abilities, ProductInput.Text),
        _ => Has(abilities, need),
    };

    private static bool Delivers(IReadOnlyList<ProductOutput> abilities, ProductOutput need) =>
        Has(abilities, need) || (need == ProductOutput.ShortText && Has(abilities, ProductOutput.LongText));

    private static bool Shows(IReadOnlyList<ProductExperience> abilities, ProductExperience need) =>
        Has(abilities, need) || (need == ProductExperience.ShortText && Has(abilities, ProductExperience.RichMediaOrLongText));

    private static bool Has<T>(IReadOnlyList<T> abilities, T need)
        where T : struct, Enum
    {
        for (var i = 0; i < abilities.Count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(abilities[i], need))
            {
                return true;
            }
        }

        return false;
    }

    private static FitResult CannotCarry<T>(string property, T need)
        where T : struct, Enum =>
        new(FitVerdict.CannotCarry, $"{property}: {Word(need)}");

    /// <summary>The word the interface uses: camelCase.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
