using Octant.Platform.Foundation.Languages;

namespace Octant.Platform.Identity.Operators;

/// <summary>What an operator chose for themselves.</summary>
public sealed record OperatorPreferences
{
    public const string Kind = "operator-preferences";

    public required string StaffNumber { get; init; }

    /// <summary>Null: as their browser prefers.</summary>
    public Language? Language { get; init; }
}
