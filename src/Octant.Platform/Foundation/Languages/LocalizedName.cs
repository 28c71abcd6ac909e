using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Languages;

/// <summary>The languages the platform speaks to people.</summary>
public enum Language
{
    /// <summary>Chinese.</summary>
    Zh,

    /// <summary>English.</summary>
    En,
}

/// <summary>A name in every language the platform speaks.</summary>
public sealed record LocalizedName(string Zh, string En);

public static class LocalizedNameChecks
{
    public static void RequireName(this FieldChecks fields, LocalizedName name, string field)
    {
        fields.RequireText(name.Zh, $"{field}.zh");
        fields.RequireText(name.En, $"{field}.en");
    }
}
