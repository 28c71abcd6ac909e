using System.Globalization;
using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>What a change asks of the version it finds (RFC 9110, section 13). The entity tag is the version in quotes.</summary>
/// <param name="Versions">From <c>If-Match</c>; null when there is none.</param>
/// <param name="MustExist"><c>If-Match: *</c>.</param>
/// <param name="MustBeNew"><c>If-None-Match: *</c>.</param>
public sealed record Preconditions(IReadOnlyList<long>? Versions, bool MustExist, bool MustBeNew)
{
    private const string Form = "\"version\", several of them, or *";

    public static Preconditions None { get; } = new(null, MustExist: false, MustBeNew: false);

    public bool Any => Versions is not null || MustExist || MustBeNew;

    public static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    public static Result<Preconditions> Read(HttpRequest request)
    {
        var match = request.Headers.IfMatch.ToString();
        var noneMatch = request.Headers.IfNoneMatch.ToString();
        if (noneMatch is not ("" or "*"))
        {
            return Problem.Invalid("If-None-Match", "* for a thing that must be new", noneMatch);
        }

        if (match is "" or "*")
        {
            return new Preconditions(null, match is "*", noneMatch is "*");
        }

        var versions = new List<long>();
        foreach (var tag in match.Split(',', StringSplitOptions.TrimEntries))
        {
            if (tag is not ['"', .. var digits, '"'] || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                return Problem.Invalid("If-Match", Form, match);
            }

            versions.Add(version);
        }

        return new Preconditions(versions, MustExist: false, noneMatch is "*");
    }

    /// <summary>Null when the stored version (null: there is none) is as asked.</summary>
    public Problem? Check(string kind, string id, long? stored)
    {
        if (MustBeNew && stored is not null)
        {
            return new Problem(ProblemKind.PreconditionFailed, $"The {kind} '{id}' exists already, at version {stored}.");
        }

        if (stored is null && (MustExist || Versions is not null))
        {
            return new Problem(ProblemKind.PreconditionFailed, $"There is no {kind} '{id}'.");
        }

        return Versions is not null && !Versions.Contains(stored!.Value)
            ? new Problem(ProblemKind.PreconditionFailed, $"The {kind} '{id}' is at version {stored}, not at {string.Join(" or ", Versions)}.")
            : null;
    }
}
