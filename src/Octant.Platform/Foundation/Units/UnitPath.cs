namespace Octant.Platform.Foundation.Units;

/// <summary>Paths of organisation units: codes from the top, such as <c>province/city/hall</c>.</summary>
public static class UnitPath
{
    /// <summary>Whether a unit is this one or lies below it.</summary>
    public static bool IsWithin(string path, string unit) =>
        path.StartsWith(unit, StringComparison.Ordinal) && (path.Length == unit.Length || path[unit.Length] == '/');

    /// <summary>Null at the top.</summary>
    public static string? ParentOf(string path) => path.LastIndexOf('/') is > 0 and var at ? path[..at] : null;

    /// <summary>Where a path within <paramref name="from"/> is when that has moved.</summary>
    public static string Rebase(string path, string from, string to) => to + path[from.Length..];
}
