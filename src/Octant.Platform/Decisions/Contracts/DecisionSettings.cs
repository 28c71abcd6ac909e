namespace Octant.Platform.Decisions.Contracts;

/// <summary>What holds for all decisions; kept as one document.</summary>
public sealed record DecisionSettings
{
    public const string Kind = "settings";
    public const string Id = "decisions";

    /// <summary>IANA name of the platform's own zone: days of counters and capacity.</summary>
    public string Zone { get; init; } = "Asia/Shanghai";

    /// <summary>Category attribute that names a customer's own zone.</summary>
    public string? ZoneAttribute { get; init; }

    /// <summary>Further zones that <see cref="ZoneAttribute"/> may name.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>Share of customers, 0 to 1, to whom no marketing is ever offered.</summary>
    public double GlobalHoldoutShare { get; init; }

    /// <summary>Expression: who counts as a high-value customer.</summary>
    public string? HighValue { get; init; }

    /// <summary>A claim this long after its due instant reserves anew.</summary>
    public TimeSpan ClaimWindow { get; init; } = TimeSpan.FromHours(1);
}
