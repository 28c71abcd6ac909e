namespace Octant.Platform.Identity.Operators;

public enum OperatorState
{
    Active,

    /// <summary>Known, but not let in; whoever is signed in is out at once.</summary>
    Suspended,
}

/// <summary>Somebody who signs in.</summary>
public sealed record Operator
{
    public const string Kind = "operator";

    public required string StaffNumber { get; init; }

    public required string Name { get; init; }

    /// <summary>Ids of roles; what they permit adds up.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The unit whose part of the organisation they see and touch; null for the whole organisation.</summary>
    public string? Organisation { get; init; }

    public OperatorState State { get; init; } = OperatorState.Active;

    /// <summary>How they appear in the audit trail.</summary>
    public static string ActorOf(string staffNumber) => "operator/" + staffNumber;
}
