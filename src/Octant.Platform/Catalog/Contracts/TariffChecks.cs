using Octant.Engine.Tariffs;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Catalog.Contracts;

/// <summary>What plans and add-ons must be like, whoever gives them.</summary>
public static class TariffChecks
{
    /// <summary>Far above any month, far below where exact arithmetic ends.</summary>
    public const long LargestQuantity = 1_000_000_000_000;

    public static void Check(IReadOnlyList<TariffPlan> plans, string field, FieldChecks fields)
    {
        for (var i = 0; i < plans.Count; i++)
        {
            var (plan, place) = (plans[i], $"{field}[{i}]");
            fields.RequireText(plan.Id, place + ".id");
            fields.RequireText(plan.Name, place + ".name");
            Require(plan.MonthlyFee, place + ".monthlyFee", fields);
            CheckTerms(plan, place, fields);
        }

        fields.RequireDistinct([.. plans.Select(plan => plan.Id)], field);
    }

    public static void Check(IReadOnlyList<TariffAddOn> addOns, string field, FieldChecks fields)
    {
        for (var i = 0; i < addOns.Count; i++)
        {
            var (addOn, place) = (addOns[i], $"{field}[{i}]");
            fields.RequireText(addOn.Id, place + ".id");
            fields.RequireText(addOn.Name, place + ".name");
            Require(addOn.MonthlyFee, place + ".monthlyFee", fields);
            Require(addOn.Minutes, place + ".minutes", fields);
            Require(addOn.Messages, place + ".messages", fields);
            Require(addOn.Megabytes, place + ".megabytes", fields);
            Require(addOn.MinutesFactor, place + ".minutesFactor", fields);
            Require(addOn.MessagesFactor, place + ".messagesFactor", fields);
            Require(addOn.MegabytesFactor, place + ".megabytesFactor", fields);
        }
    }

    public static void CheckTerms(TariffTerms terms, string place, FieldChecks fields)
    {
        Check(terms.Voice, place + ".voice", fields);
        Check(terms.Messages, place + ".messages", fields);
        Check(terms.Data, place + ".data", fields);
        if (terms.Shared is { } shared)
        {
            Require(shared.Units, place + ".shared.units", fields);
            Require(shared.MinutesPerUnit, place + ".shared.minutesPerUnit", fields);
            Require(shared.MessagesPerUnit, place + ".shared.messagesPerUnit", fields);
            Require(shared.MegabytesPerUnit, place + ".shared.megabytesPerUnit", fields);
        }
    }

    private static void Check(ServiceTariff tariff, string place, FieldChecks fields)
    {
        Require(tariff.Included, place + ".included", fields);
        Require(tariff.RecordStep, place + ".recordStep", fields);
        Require(tariff.MonthStep, place + ".monthStep", fields);
        Require(tariff.OveragePrice ?? 0, place + ".overagePrice", fields);
        fields.Require(tariff.OverageUnit is > 0 and <= LargestQuantity, place + ".overageUnit", $"more than 0, at most {LargestQuantity}", tariff.OverageUnit);
        fields.RequireDistinct(tariff.FreeKinds, place + ".freeKinds");
    }

    private static void Require(decimal value, string field, FieldChecks fields) =>
        fields.Require(value is >= 0 and <= LargestQuantity, field, $"0 to {LargestQuantity}", value);
}
