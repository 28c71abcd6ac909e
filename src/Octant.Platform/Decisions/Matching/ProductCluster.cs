using Octant.Platform.Foundation.Languages;

namespace Octant.Platform.Decisions.Matching;

/// <summary>What brings a customer to the products of a cluster.</summary>
public enum ClusterDimension
{
    /// <summary>Like purpose: who looks up their bill also wants to pay it.</summary>
    Service,

    /// <summary>Like products: another way into the same network.</summary>
    Access,

    /// <summary>What the customer does: travels, works, listens to music.</summary>
    Need,
}

/// <summary>
/// Offerings that serve the same purpose; an offering names its cluster. A customer of one product in it is a prospect for the others,
/// and so is whoever behaves like one.
/// </summary>
public sealed record ProductCluster
{
    public required string Id { get; init; }

    public required LocalizedName Name { get; init; }

    public ClusterDimension Dimension { get; init; } = ClusterDimension.Need;

    /// <summary>Condition on the customer, in the expression language, by which somebody without any product of the cluster meets it; null for none.</summary>
    public string? Behaviour { get; init; }
}
