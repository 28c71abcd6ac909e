using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Identity.Contracts;

public static class ScopeChecks
{
    /// <summary>A list of known scopes, each once.</summary>
    public static void RequireScopes(this FieldChecks fields, IReadOnlyList<string> scopes, string field)
    {
        fields.RequireDistinct(scopes, field);
        for (var i = 0; i < scopes.Count; i++)
        {
            if (!Scopes.All.ContainsKey(scopes[i]))
            {
                fields.Add($"{field}[{i}]", "one of " + string.Join(", ", Scopes.All.Keys.Order(StringComparer.Ordinal)), scopes[i]);
            }
        }
    }
}
