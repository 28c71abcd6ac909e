using Octant.Engine.Calendar;

namespace Octant.Platform.Decisions.SavedAudiences;

/// <summary>A condition under a name, for everybody who plans. Unlike a target list it holds nobody: it is asked anew each time.</summary>
public sealed record SavedAudience
{
    public const string DocumentKind = "saved-audience";
    public const string VersionKind = "saved-audience-version";

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string Note { get; init; } = "";

    public required string Expression { get; init; }

    /// <summary>The path of the organisation unit it belongs to; null for the whole organisation.</summary>
    public string? Organisation { get; init; }

    /// <summary>1 when it is first saved; grows by one with every change. Whatever is sent, the platform counts.</summary>
    public long Version { get; init; }

    public Instant? SavedAt { get; init; }

    /// <summary>Who saved it, as the audit trail calls them.</summary>
    public string? SavedBy { get; init; }

    /// <summary>Where one of its versions is kept.</summary>
    public static string VersionId(string id, long version) => FormattableString.Invariant($"{id}.{version}");
}
