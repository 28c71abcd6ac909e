using Octant.Engine.Channels;
using Octant.Engine.Offers;

namespace Octant.Engine.Tests.Channels;

public sealed class ChannelFitTests
{
    private static readonly ChannelAbilities Kiosk = new()
    {
        Input = [ProductInput.Digits],
        Output = [ProductOutput.ShortText],
        Experience = [ProductExperience.ShortText],
        Authentication = AuthenticationLevel.D,
    };

    private static readonly ChannelAbilities Hall = new()
    {
        Input = [ProductInput.Text],
        Output = [ProductOutput.GoodsAtOnce, ProductOutput.LongText],
        Experience = [ProductExperience.SeveralWindows, ProductExperience.RichMediaOrLongText],
        Authentication = AuthenticationLevel.E,
        SpecialNeeds = [SpecialNeed.HighOrSensitiveFee, SpecialNeed.HighInteraction, SpecialNeed.HighComplexity],
        CarryingAbility = 9,
        ServiceAbility = 9,
        CostAdvantage = 1,
        Friendliness = 8,
    };

    private static readonly ProductNeeds DedicatedLine = new()
    {
        Input = ProductInput.Text,
        Output = [ProductOutput.LongText],
        Authentication = AuthenticationLevel.E,
        SpecialNeeds = [SpecialNeed.HighComplexity, SpecialNeed.BusinessCustomersOnly],
        FunctionalComplexity = 9,
    };

    [Fact]
    public void An_e_mail_bill_needs_letters_typed_and_a_kiosk_takes_digits() =>
        Assert.Equal(
            new FitResult(FitVerdict.CannotCarry, "input: text"),
            ChannelFit.Test(new ProductNeeds { Input = ProductInput.Text, Output = [ProductOutput.ShortText] }, Kiosk));

    [Fact]
    public void A_dedicated_line_is_selective_in_a_hall_carried_by_an_account_manager_and_not_by_a_kiosk()
    {
        Assert.Equal(new FitResult(FitVerdict.Selective, "specialNeeds: businessCustomersOnly"), ChannelFit.Test(DedicatedLine, Hall));
        var accountManager = Hall with { SpecialNeeds = [.. Hall.SpecialNeeds, SpecialNeed.BusinessCustomersOnly] };
        Assert.Equal(new FitResult(FitVerdict.CanCarry, null), ChannelFit.Test(DedicatedLine, accountManager));
        Assert.Equal(FitVerdict.CannotCarry, ChannelFit.Test(DedicatedLine, Kiosk).Verdict);
    }

    [Theory]
    [InlineData(ProductInput.None, ProductInput.None, true)]
    [InlineData(ProductInput.None, ProductInput.Digits, true)]
    [InlineData(ProductInput.Digits, ProductInput.None, false)]
    [InlineData(ProductInput.Digits, ProductInput.Digits, true)]
    [InlineData(ProductInput.Digits, ProductInput.Text, true)]
    [InlineData(ProductInput.Text, ProductInput.None, false)]
    [InlineData(ProductInput.Text, ProductInput.Digits, false)]
    [InlineData(ProductInput.Text, ProductInput.Text, true)]
    public void Input(ProductInput need, ProductInput ability, bool carried) =>
        AssertFit(carried, $"input: {Camel(need)}", new ProductNeeds { Input = need }, new ChannelAbilities { Input = [ability] });

    [Theory]
    [InlineData(ProductOutput.GoodsAtOnce, ProductOutput.GoodsAtOnce, true)]
    [InlineData(ProductOutput.GoodsAtOnce, ProductOutput.GoodsByCourier, false)]
    [InlineData(ProductOutput.GoodsByCourier, ProductOutput.GoodsAtOnce, false)]
    [InlineData(ProductOutput.LongText, ProductOutput.ShortText, false)]
    [InlineData(ProductOutput.ShortText, ProductOutput.LongText, true)]
    public void Output(ProductOutput need, ProductOutput ability, bool carried) =>
        AssertFit(carried, $"output: {Camel(need)}", new ProductNeeds { Output = [ability, need] }, new ChannelAbilities { Output = [ability] });

    [Theory]
    [InlineData(ProductExperience.SeveralWindows, ProductExperience.SeveralWindows, true)]
    [InlineData(ProductExperience.SeveralWindows, ProductExperience.RichMediaOrLongText, false)]
    [InlineData(ProductExperience.RichMediaOrLongText, ProductExperience.ShortText, false)]
    [InlineData(ProductExperience.ShortText, ProductExperience.RichMediaOrLongText, true)]
    [InlineData(ProductExperience.ShortText, ProductExperience.SeveralWindows, false)]
    public void Experience(ProductExperience need, ProductExperience ability, bool carried) =>
        AssertFit(carried, $"experience: {Camel(need)}", new ProductNeeds { Experience = [need] }, new ChannelAbilities { Experience = [ability] });

    [Theory]
    [InlineData(AuthenticationLevel.A, AuthenticationLevel.A, true)]
    [InlineData(AuthenticationLevel.C, AuthenticationLevel.D, true)]
    [InlineData(AuthenticationLevel.C, AuthenticationLevel.C, true)]
    [InlineData(AuthenticationLevel.E, AuthenticationLevel.D, false)]
    public void Authentication(AuthenticationLevel need, AuthenticationLevel ability, bool carried) =>
        AssertFit(carried, $"authentication: {need}", new ProductNeeds { Authentication = need }, new ChannelAbilities { Authentication = ability });

    [Fact]
    public void Special_needs_of_which_none_is_met_cannot_be_carried() =>
        AssertFit(false, "specialNeeds: highInteraction",
            new ProductNeeds { SpecialNeeds = [SpecialNeed.HighInteraction, SpecialNeed.HighComplexity] }, new ChannelAbilities());

    [Theory]
    [InlineData(6, 0, FitVerdict.CanCarry, null)]
    [InlineData(7, 0, FitVerdict.Selective, "functionalComplexity: 7")]
    [InlineData(0, 4, FitVerdict.CanCarry, null)]
    [InlineData(0, 5, FitVerdict.Selective, "trainingNeed: 5")]
    public void Complexity_and_training_above_the_channel_make_it_selective(int complexity, int training, FitVerdict verdict, string? property) =>
        Assert.Equal(
            new FitResult(verdict, property),
            ChannelFit.Test(
                new ProductNeeds { FunctionalComplexity = complexity, TrainingNeed = training }, new ChannelAbilities { CarryingAbility = 6, ServiceAbility = 4 }));

    [Theory]
    [InlineData(7, FitVerdict.Preferred)]
    [InlineData(6, FitVerdict.CanCarry)]
    public void A_channel_good_at_everything_is_preferred(int friendliness, FitVerdict verdict)
    {
        var abilities = new ChannelAbilities { ServiceAbility = 7, CostAdvantage = 7, CarryingAbility = 7, Friendliness = friendliness };
        Assert.Equal(verdict, ChannelFit.Test(new ProductNeeds(), abilities).Verdict);
        Assert.Equal(FitVerdict.Selective, ChannelFit.Test(new ProductNeeds { TrainingNeed = 8 }, abilities).Verdict);
    }

    private static void AssertFit(bool carried, string property, ProductNeeds needs, ChannelAbilities abilities) =>
        Assert.Equal(carried ? new FitResult(FitVerdict.CanCarry, null) : new FitResult(FitVerdict.CannotCarry, property), ChannelFit.Test(needs, abilities));

    private static string Camel<T>(T value)
        where T : struct, Enum =>
        char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];
}
