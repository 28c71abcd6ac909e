using System.Buffers;
using Octant.Engine.Calendar;

namespace Octant.Platform.Foundation.Outcomes;

/// <summary>Gathers every field that is wrong, so that a caller learns of all at once.</summary>
public sealed class FieldChecks
{
    public const int LongestId = 64;
    public const int LongestName = 200;

    private const string IdForm = "1 to 64 of the characters A-Z a-z 0-9 . _ -";

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly List<FieldError> _errors = [];

    public bool Any => _errors.Count > 0;

    public void Add(string field, string expected, object? actual = null) =>
        _errors.Add(new FieldError(field, expected, Problem.Shorten(actual)));

    public void Require(bool holds, string field, string expected, object? actual = null)
    {
        if (!holds)
        {
            Add(field, expected, actual);
        }
    }

    /// <summary>An identifier that is safe in a path, a file name and a log.</summary>
    public void RequireId(string value, string field) => Require(IsId(value), field, IdForm, value);

    /// <summary>A text that people read: not blank, no control characters.</summary>
    public void RequireText(string value, string field, int longest = LongestName) =>
        Require(
            !string.IsNullOrWhiteSpace(value) && value.Length <= longest && !value.Any(char.IsControl),
            field,
            $"a text of 1 to {longest} characters",
            value);

    /// <summary>Money in minor units, or any other amount that cannot be negative.</summary>
    public void RequireNotNegative(long? value, string field) => Require(value is null or >= 0, field, "0 or more", value);

    public void RequireBetween(double value, double least, double most, string field) =>
        Require(value >= least && value <= most, field, FormattableString.Invariant($"a number from {least} to {most}"), value);

    /// <summary>A share: 0 to 1.</summary>
    public void RequireShare(double value, string field) => RequireBetween(value, 0, 1, field);

    public void RequireDistinct(IReadOnlyList<string> values, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i++)
        {
            Require(seen.Add(values[i]), $"{field}[{i}]", "each value once", values[i]);
        }
    }

    /// <summary>A list of identifiers, each once.</summary>
    public void RequireIds(IReadOnlyList<string> values, string field)
    {
        for (var i = 0; i < values.Count; i++)
        {
            RequireId(values[i], $"{field}[{i}]");
        }

        RequireDistinct(values, field);
    }

    /// <summary>A path of organisation units from the top, such as <c>province/city/hall</c>.</summary>
    public void RequireOrganisation(string? path, string field) =>
        Require(
            path is null || path.Split('/').All(IsId),
            field,
            "a path of organisation units such as province/city/hall, each " + IdForm,
            path);

    /// <summary>A time from a query string.</summary>
    public Instant ReadInstant(string? text, string field, Instant otherwise)
    {
        if (text is null || Json.InstantConverter.TryParse(text, out otherwise))
        {
            return otherwise;
        }

        Add(field, Json.JsonShape.Describe(typeof(Instant)), text);
        return otherwise;
    }

    public Problem? ToProblem() => Any ? Problem.Invalid([.. _errors]) : null;

    public static bool IsId(string value) =>
        value.Length is > 0 and <= LongestId && !value.AsSpan().ContainsAnyExcept(IdCharacters) && value is not ("." or "..");
}
