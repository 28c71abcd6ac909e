using System.Collections.Frozen;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Organisation;

/// <summary>All units and levels as they are at one moment, with the rules of their places.</summary>
public sealed class OrganisationTree
{
    public const int Deepest = 10;

    private readonly FrozenDictionary<string, OrganisationUnit> _units;
    private readonly FrozenDictionary<string, int> _ranks;
    private readonly ILookup<string, OrganisationUnit> _children;

    public OrganisationTree(IReadOnlyList<OrganisationUnit> units, IReadOnlyList<OrganisationLevel> levels)
    {
        _units = units.ToFrozenDictionary(unit => unit.Path, StringComparer.Ordinal);
        _ranks = levels.ToFrozenDictionary(level => level.Id, level => level.Rank, StringComparer.Ordinal);
        _children = units.OrderBy(unit => unit.Path, StringComparer.Ordinal).ToLookup(unit => unit.ParentOf() ?? "", StringComparer.Ordinal);
    }

    public bool IsEmpty => _units.Count == 0;

    public OrganisationUnit? Find(string path) => _units.GetValueOrDefault(path);

    /// <summary>Units that are part of this one, directly; of null, those at the top.</summary>
    public IEnumerable<OrganisationUnit> ChildrenOf(string? path) => _children[path ?? ""];

    /// <summary>This unit and all below it, each before what is below it.</summary>
    public IEnumerable<OrganisationUnit> Within(string path)
    {
        if (Find(path) is { } unit)
        {
            yield return unit;
        }

        foreach (var below in ChildrenOf(path).SelectMany(child => Within(child.Path)))
        {
            yield return below;
        }
    }

    /// <summary>Adds what is wrong with a unit where it is to be, among the units that are there.</summary>
    public void CheckPlace(OrganisationUnit unit, FieldChecks fields)
    {
        var parent = unit.ParentOf() is { } path ? Find(path) : null;
        if (unit.ParentOf() is { } above && parent is null)
        {
            fields.Add("path", $"a path below an existing unit; '{above}' is none", unit.Path);
        }
        else if (parent is not null && RankOf(unit.Level) <= RankOf(parent.Level))
        {
            fields.Add("level", $"a level below '{parent.Level}', that of '{parent.Path}'", unit.Level);
        }

        if (ChildrenOf(unit.Path).FirstOrDefault(child => RankOf(child.Level) <= RankOf(unit.Level)) is { } child)
        {
            fields.Add("level", $"a level above '{child.Level}', that of '{child.Path}'", unit.Level);
        }
    }

    /// <summary>A unit that would no longer lie below its parent if this level had its new rank; null when all is well.</summary>
    public string? FindRankConflict(OrganisationLevel changed)
    {
        int Rank(string level) => level == changed.Id ? changed.Rank : RankOf(level);
        return _units.Values.FirstOrDefault(unit =>
            unit.ParentOf() is { } path && Find(path) is { } parent && Rank(unit.Level) <= Rank(parent.Level))?.Path;
    }

    private int RankOf(string level) => _ranks.GetValueOrDefault(level);
}
