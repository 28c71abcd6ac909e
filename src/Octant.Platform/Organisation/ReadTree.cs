using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Organisation;

/// <summary>A unit with those that are part of it, in order of code.</summary>
/// <param name="Parent">Null at the top.</param>
public sealed record OrganisationNode(
    string Path, string Code, string? Parent, LocalizedName Name, string Level, IReadOnlyList<OrganisationNode> Children);

/// <param name="Units">The caller's unit, or everything from the top.</param>
public sealed record OrganisationTreeView(IReadOnlyList<OrganisationNode> Units);

/// <summary>The caller's part of the organisation.</summary>
public static class ReadTree
{
    public static Result<OrganisationTreeView> Handle(Caller caller, OrganisationDirectory directory)
    {
        var tree = directory.Tree;
        var top = caller.Organisation is not { } own ? tree.ChildrenOf(null) : tree.Find(own) is { } unit ? [unit] : [];
        return new OrganisationTreeView([.. top.Select(each => NodeOf(each, tree))]);
    }

    private static OrganisationNode NodeOf(OrganisationUnit unit, OrganisationTree tree) => new(
        unit.Path, unit.CodeOf(), unit.ParentOf(), unit.Name, unit.Level, [.. tree.ChildrenOf(unit.Path).Select(child => NodeOf(child, tree))]);
}
