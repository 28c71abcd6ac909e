using System.Globalization;
using System.Security.Cryptography;
using System.Buffers.Text;
using Microsoft.Extensions.Configuration;
using Octant.Engine.Calendar;

namespace Octant.Platform.Identity.Sessions;

/// <summary>How somebody proved who they are.</summary>
public enum SignInMethod
{
    Password,
    IdentityProvider,
}

/// <summary>One sign-in of an operator, until it is ended or over.</summary>
public sealed record Session
{
    public const string Kind = "session";

    /// <summary>SHA-256 of the cookie's token in hexadecimal; the token itself is stored nowhere.</summary>
    public required string Id { get; init; }

    public required string StaffNumber { get; init; }

    public required SignInMethod Method { get; init; }

    public required Instant StartedAt { get; init; }

    /// <summary>When the operator last did something, to within <see cref="SessionTimes.Grain"/>.</summary>
    public required Instant SeenAt { get; init; }

    public bool MustChangePassword { get; init; }

    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string IdOf(string token) => ApiKey.HashOf(token);

    public Instant EndsAt(SessionTimes times) => Instant.Min(SeenAt + times.Idle, StartedAt + times.Longest);

    public bool IsOver(Instant now, SessionTimes times) => now >= EndsAt(times);
}

/// <summary>How long a session lasts.</summary>
/// <param name="Idle"><c>Octant:Sessions:IdleMinutes</c>: without anything done; 30 unless set.</param>
/// <param name="Longest"><c>Octant:Sessions:LongestHours</c>: whatever is done; 12 unless set.</param>
/// <param name="AlwaysSecure"><c>Octant:Sessions:AlwaysSecure</c>: where a proxy in front speaks https and this server http.</param>
public sealed record SessionTimes(TimeSpan Idle, TimeSpan Longest, bool AlwaysSecure)
{
    /// <summary>How exactly the last thing done is known after a restart.</summary>
    public TimeSpan Grain => Idle / 10;

    public static SessionTimes Of(IConfiguration configuration) => new(
        TimeSpan.FromMinutes(Read(configuration, "Octant:Sessions:IdleMinutes", 30)),
        TimeSpan.FromHours(Read(configuration, "Octant:Sessions:LongestHours", 12)),
        string.Equals(configuration["Octant:Sessions:AlwaysSecure"], "true", StringComparison.OrdinalIgnoreCase));

    private static double Read(IConfiguration configuration, string setting, double otherwise) =>
        configuration[setting] is not { Length: > 0 } text ? otherwise
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : throw new InvalidOperationException($"The setting {setting} is '{text}'; expected a number above 0.");
}
