using Octant.Platform.Insights.Steering;

namespace Octant.Server.Demo;

/// <summary>
/// Two services of the fictional province that customers are led away from people with: one whose customers were led, with the quarter before
/// and the one after, and one that is only planned. How often each customer used a channel is counted as the operator's BI would.
/// </summary>
internal static class DemoSteerings
{
    private const string AppVisits = "appVisits";
    private const string KioskVisits = "kioskVisits";

    /// <summary>In the order of <see cref="CountsOf"/>.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
    [
        AppVisits, KioskVisits,
        "billsHallBefore", "billsAppBefore", "billsKioskBefore",
        "billsHallAfter", "billsAppAfter", "billsKioskAfter",
        "noticesHotline", "noticesApp",
    ];

    /// <summary>The one whose customers are extracted.</summary>
    public static string Led => "bill-service";

    /// <param name="today">The quarters are the last two that are over.</param>
    public static IReadOnlyList<ChannelSteering> For(DateOnly today) =>
    [
        new()
        {
            Id = Led,
            Name = "账单业务移出柜台 · Bill service off the counter",
            Organisation = Province.Id,
            Service = "e-bill",
            Before = QuarterBefore(today, 2),
            After = QuarterBefore(today, 1),
            Channels =
            [
                new(DemoChannels.Hall, SteeringRole.Dear, "billsHallBefore", "billsHallAfter", Used: null, CostPerTransaction: null),
                new(DemoChannels.App, SteeringRole.Cheap, "billsAppBefore", "billsAppAfter", AppVisits, CostPerTransaction: null),
                new(DemoChannels.Kiosk, SteeringRole.Cheap, "billsKioskBefore", "billsKioskAfter", KioskVisits, CostPerTransaction: null),
            ],
        },
        new()
        {
            Id = "call-notices",
            Name = "来电提醒设置移出热线 · Call notices off the hotline",
            Organisation = Province.Id,
            Service = "missed-call",
            Before = QuarterBefore(today, 1),
            Channels =
            [
                new(DemoChannels.Hotline, SteeringRole.Dear, "noticesHotline", After: null, Used: null, CostPerTransaction: null),
                new(DemoChannels.App, SteeringRole.Cheap, "noticesApp", After: null, AppVisits, CostPerTransaction: null),
            ],
        },
    ];

    /// <summary>What a customer did where. Who already uses a cheaper channel follows sooner than who would have to begin with it.</summary>
    public static IEnumerable<int> CountsOf(DemoRandom random, string age)
    {
        var isOld = age is "55-64" or "65+";
        var appVisits = random.Chance(isOld ? 0.25 : 0.55) ? random.Next(1, 30) : 0;
        var kioskVisits = random.Chance(0.15) ? random.Next(1, 6) : 0;
        var bills = random.Chance(isOld ? 0.3 : 0.14) ? random.Next(1, 7) : 0;
        var billsInApp = appVisits > 0 && bills == 0 && random.Chance(0.3) ? random.Next(1, 4) : 0;
        var billsAtKiosk = kioskVisits > 0 && bills == 0 && random.Chance(0.2) ? random.Next(1, 3) : 0;
        var toApp = bills > 0 && random.Chance(appVisits > 0 ? 0.27 : 0.02);
        var toKiosk = bills > 0 && !toApp && random.Chance(kioskVisits > 0 ? 0.18 : 0.01);
        var billsAfter = toApp || toKiosk ? 0 : NextOf(bills, begins: 0.01);
        var billsInAppAfter = NextOf(billsInApp, appVisits > 0 ? 0.01 : 0) + (toApp ? bills : 0);
        var billsAtKioskAfter = NextOf(billsAtKiosk, kioskVisits > 0 ? 0.01 : 0) + (toKiosk ? bills : 0);
        var notices = random.Chance(0.06) ? random.Next(1, 4) : 0;
        var noticesInApp = appVisits > 0 && notices == 0 && random.Chance(0.05) ? 1 : 0;
        return
        [
            appVisits, kioskVisits,
            bills, billsInApp, billsAtKiosk,
            billsAfter, billsInAppAfter, billsAtKioskAfter,
            notices, noticesInApp,
        ];

        // A quarter later: about as often, sometimes no more, and some begin.
        int NextOf(int count, double begins) =>
            count == 0 ? (random.Chance(begins) ? 1 : 0) : random.Chance(0.08) ? 0 : Math.Max(1, count + random.Next(-1, 2));
    }

    private static string QuarterBefore(DateOnly day, int quarters)
    {
        var then = day.AddMonths(-3 * quarters);
        return FormattableString.Invariant($"{then.Year} Q{((then.Month - 1) / 3) + 1}");
    }
}
