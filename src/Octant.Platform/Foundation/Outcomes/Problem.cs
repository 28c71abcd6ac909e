namespace Octant.Platform.Foundation.Outcomes;

/// <summary>Why something expected did not work. The edge maps each to one HTTP status.</summary>
public enum ProblemKind
{
    /// <summary>400: the request is malformed or breaks a rule; the errors name the fields.</summary>
    Invalid,

    /// <summary>401: nobody is known to be asking.</summary>
    Unauthenticated,

    /// <summary>403: known, but not entitled.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>405.</summary>
    MethodNotAllowed,

    /// <summary>409: the request is fine, the present state does not allow it.</summary>
    Conflict,

    /// <summary>412: <c>If-Match</c> or <c>If-None-Match</c> does not hold.</summary>
    PreconditionFailed,

    /// <summary>413.</summary>
    TooLarge,

    /// <summary>415.</summary>
    UnsupportedMediaType,

    /// <summary>429: this caller asks too often; carries when to come back.</summary>
    TooManyRequests,

    /// <summary>500: a defect.</summary>
    Defect,

    /// <summary>503: not now; carries when to come back.</summary>
    Unavailable,
}

/// <summary>One field that is wrong.</summary>
/// <param name="Field">Where, in the request's own names: <c>quota.gold</c>, <c>offerings[2]</c>; <c>$</c> is the whole body.</param>
/// <param name="Expected">What would have been right.</param>
/// <param name="Actual">What was there, shortened; null when it was missing or says nothing.</param>
public sealed record FieldError(string Field, string Expected, string? Actual = null)
{
    /// <summary>Where in the field's text, from 1, when it is an expression.</summary>
    public int? Line { get; init; }

    /// <summary>In characters, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The known name that was probably meant.</summary>
    public string? Nearest { get; init; }
}

/// <summary>
/// An expected failure, the same for all capabilities; <see cref="Result{T}"/> carries it. Exceptions are for defects and
/// broken machines only.
/// </summary>
public sealed record Problem(ProblemKind Kind, string Detail)
{
    private const int LongestActual = 120;

    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Problem Invalid(IReadOnlyList<FieldError> errors) =>
        new(ProblemKind.Invalid, errors.Count == 1 ? $"{errors[0].Field}: expected {errors[0].Expected}." : $"{errors.Count} fields are wrong.")
        {
            Errors = errors,
        };

    public static Problem Invalid(string field, string expected, object? actual = null) =>
        Invalid([new FieldError(field, expected, Shorten(actual))]);

    public static Problem NotFound(string kind, string id) => new(ProblemKind.NotFound, $"There is no {kind} '{id}'.");

    public static Problem Conflict(string detail) => new(ProblemKind.Conflict, detail);

    public static Problem Forbidden(string detail) => new(ProblemKind.Forbidden, detail);

    /// <summary>The platform has more to do than it can; nothing of the request was done.</summary>
    public static Problem Overloaded(TimeSpan retryAfter) =>
        new(ProblemKind.Unavailable, "The server is busy; nothing of this request was done.") { RetryAfter = retryAfter };

    public static Problem TooManyRequests(TimeSpan retryAfter) =>
        new(ProblemKind.TooManyRequests, "Too many requests; nothing of this one was done.") { RetryAfter = retryAfter };

    public static Problem Unavailable(string detail, TimeSpan retryAfter) => new(ProblemKind.Unavailable, detail) { RetryAfter = retryAfter };

    internal static string? Shorten(object? actual)
    {
        var text = actual switch
        {
            null => null,
            IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => actual.ToString(),
        };
        return text is { Length: > LongestActual } ? string.Concat(text.AsSpan(0, LongestActual), "…") : text;
    }
}
