namespace Octant.Engine.Tariffs;

/// <summary>What a tariff meters, each in its own unit.</summary>
public enum UsageService
{
    /// <summary>Minutes of calls.</summary>
    Voice,

    /// <summary>Messages, by number.</summary>
    Messages,

    /// <summary>Megabytes.</summary>
    Data,
}

/// <summary>
/// What a plan says of one service. Quantities are in the service's unit (minutes, messages, megabytes), and exact.
/// </summary>
/// <remarks>
/// A month is billed in this order: each record is rounded up to a multiple of <see cref="RecordStep"/>; records of a free
/// kind are left out; the rest is summed; the sum is rounded up to a multiple of <see cref="MonthStep"/>; what is
/// <see cref="Included"/> is taken off, then what a shared allowance gives; what remains is over, and costs
/// <see cref="OveragePrice"/> for every <see cref="OverageUnit"/> begun.
/// </remarks>
public sealed record ServiceTariff
{
    /// <summary>Paid for by the monthly fee.</summary>
    public decimal Included { get; init; }

    /// <summary>All of it is paid for by the monthly fee, whatever <see cref="Included"/> says.</summary>
    public bool Unlimited { get; init; }

    /// <summary>Each record is rounded up to a multiple of this (1 for whole minutes; nothing stays nothing); 0 for not at all.</summary>
    public decimal RecordStep { get; init; }

    /// <summary>The month's sum is rounded up to a multiple of this (1024 for whole gigabytes); 0 for not at all.</summary>
    public decimal MonthStep { get; init; }

    /// <summary>What the overage price buys: 1 minute, 1024 megabytes. More than 0; a unit begun is paid whole.</summary>
    public decimal OverageUnit { get; init; } = 1;

    /// <summary>Minor units of money, fractions allowed, for each overage unit. Null: nothing beyond the allowance, the plan falls short.</summary>
    public decimal? OveragePrice { get; init; }

    /// <summary>Kinds of records that cost nothing and use up nothing, such as <c>incoming</c>, <c>weekend</c> or a free number.</summary>
    public IReadOnlyList<string> FreeKinds { get; init; } = [];

    /// <summary>What is paid for by the monthly fee; null for without limit.</summary>
    internal decimal? Limit => Unlimited ? null : Included;
}

/// <summary>
/// One allowance that several services draw on after their own is used up, in the order voice, messages, data. A unit that
/// is begun is taken whole.
/// </summary>
public sealed record SharedAllowance
{
    /// <summary>Whole units a month.</summary>
    public required long Units { get; init; }

    /// <summary>Minutes that one unit gives; 0 when voice does not draw on it.</summary>
    public decimal MinutesPerUnit { get; init; }

    /// <summary>Messages that one unit gives; 0 when messages do not draw on it.</summary>
    public decimal MessagesPerUnit { get; init; }

    /// <summary>Megabytes that one unit gives; 0 when data does not draw on it.</summary>
    public decimal MegabytesPerUnit { get; init; }

    internal decimal PerUnit(UsageService service) => service switch
    {
        UsageService.Voice => MinutesPerUnit,
        UsageService.Messages => MessagesPerUnit,
        _ => MegabytesPerUnit,
    };
}

/// <summary>What using a plan costs beyond its monthly fee, and who may take it.</summary>
public record TariffTerms
{
    public ServiceTariff Voice { get; init; } = new();

    public ServiceTariff Messages { get; init; } = new();

    public ServiceTariff Data { get; init; } = new();

    public SharedAllowance? Shared { get; init; }

    /// <summary>A condition on the customer, in the expression language; null for everybody. Only who satisfies it may take the plan.</summary>
    public string? Eligibility { get; init; }

    public ServiceTariff Of(UsageService service) => service switch
    {
        UsageService.Voice => Voice,
        UsageService.Messages => Messages,
        _ => Data,
    };
}

/// <summary>A plan a customer can be on. Money in minor units of one currency.</summary>
public sealed record TariffPlan : TariffTerms
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Minor units for each month, whatever is used.</summary>
    public long MonthlyFee { get; init; }

    /// <summary>What a customer should hear before taking it: prices that end, speeds that fall.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    internal static IReadOnlyList<UsageService> Services { get; } = [UsageService.Voice, UsageService.Messages, UsageService.Data];
}
