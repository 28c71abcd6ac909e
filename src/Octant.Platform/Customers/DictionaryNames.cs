using System.Text.RegularExpressions;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers;

/// <summary>What a name must be like to be used in an expression, as in <c>customer.arpu</c>.</summary>
public static partial class DictionaryNames
{
    private const string Form = "a letter or _ and up to 63 letters, digits or _ more";

    /// <summary>Words of the language that cannot follow a dot, and the two lists that every customer has.</summary>
    private static readonly string[] Taken = ["true", "false", "null", "in", "tags", "products"];

    public static void RequireName(this FieldChecks fields, string name, string field)
    {
        fields.Require(NamePattern().IsMatch(name), field, Form, name);
        fields.Require(!Taken.Contains(name, StringComparer.Ordinal), field, "another name; this one has a meaning of its own", name);
    }

    public static void RequireFields(this FieldChecks fields, IReadOnlyList<FieldDefinition> definitions, string field)
    {
        for (var i = 0; i < definitions.Count; i++)
        {
            fields.RequireName(definitions[i].Name, $"{field}[{i}].name");
            fields.RequireUsable(definitions[i].Kind, $"{field}[{i}].kind");
        }

        var names = definitions.Select(definition => definition.Name).ToList();
        fields.Require(names.Distinct(StringComparer.Ordinal).Count() == names.Count, field, "each name once");
    }

    /// <summary>Text lives with a person's identity only, so no event or context can carry it.</summary>
    public static void RequireUsable(this FieldChecks fields, AttributeKind kind, string field) =>
        fields.Require(kind != AttributeKind.Text, field, "one of number, category, flag, date", "text");

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,63}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
