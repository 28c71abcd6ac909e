using Octant.Engine.Learning;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>What holds for all decisions. Changed as a whole.</summary>
public sealed record PlatformSettings
{
    public const string Kind = "settings";

    /// <summary>There is one.</summary>
    public const string Id = "platform";

    /// <summary>IANA name of the platform's own zone: days of counters and capacity, and of customers without a zone of their own.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Category attribute that names a customer's zone; null when all live in the platform's.</summary>
    public string? ZoneAttribute { get; init; }

    /// <summary>IANA names of the further zones that <see cref="ZoneAttribute"/> may name; any other name means the platform's zone.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>Share of customers, 0 to 1, to whom no marketing is ever offered.</summary>
    public double GlobalHoldoutShare { get; init; }

    /// <summary>Expression over <c>customer</c>: who counts as a high-value customer; null: nobody.</summary>
    public string? HighValue { get; init; }

    /// <summary>Local dates on which active channels are silent all day, in addition to those of the contact policies.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>Text attribute that holds the telephone number messages go to.</summary>
    public string? PhoneAttribute { get; init; }

    /// <summary>A claim this long after its due instant reserves anew.</summary>
    public TimeSpan ClaimWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From how much evidence on a response model speaks, and which share of decisions explores.</summary>
    public LearningRules Learning { get; init; } = new();

    /// <summary>How often the response model learns and a new version comes into force; null: only when somebody asks for it.</summary>
    public TimeSpan? ModelInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Journal rows older than this go, once a checkpoint and the views have them.</summary>
    public TimeSpan JournalRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Decision records older than this go: that far back a decision can be explained and made again.</summary>
    public TimeSpan DecisionRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Contacts and responses older than this go from the views.</summary>
    public TimeSpan ContactRetention { get; init; } = TimeSpan.FromDays(762);
}

/// <summary>A contact policy or the settings were changed.</summary>
/// <param name="Kind"><c>contact-policy</c> or <c>settings</c>.</param>
public sealed record PoliciesChanged(string Kind, string Id) : IMessage
{
    public static string Topic => "policies-changed";
}
