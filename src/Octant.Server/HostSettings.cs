using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Json;
using Octant.Server.Storage.Sqlite;

namespace Octant.Server;

/// <summary>A setting has a value that cannot be. The message names the setting and the expected form.</summary>
public sealed class SettingException(string setting, string expected, string? actual)
    : Exception($"The setting {setting} is '{actual}'; expected {expected}.");

/// <summary>
/// What the host itself is told, from the command line, then the environment (<c>Octant__Data</c>), then
/// <c>appsettings.json</c>.
/// </summary>
/// <param name="DataFolder"><c>Octant:Data</c>: the folder of everything that is kept.</param>
/// <param name="Database"><c>Octant:Database</c>: null for SQLite in the data folder, otherwise PostgreSQL.</param>
/// <param name="Synchronous"><c>Octant:Sqlite:Synchronous</c>: <c>full</c> unless losing acknowledged work is acceptable.</param>
/// <param name="ManualClock"><c>Octant:Clock</c>: <c>system</c> or <c>manual</c>.</param>
/// <param name="ClockStart"><c>Octant:ClockStart</c>: where a manual clock begins on a new data folder; null for now.</param>
/// <param name="RequestsAtOnce"><c>Octant:RequestsAtOnce</c>: what is beyond answers 503.</param>
/// <param name="EventBytesAtOnce"><c>Octant:EventBytesAtOnce</c>: bodies of events beyond so many bytes under way are answered 503; null for 16 MiB.</param>
/// <param name="ShutdownSeconds"><c>Octant:ShutdownSeconds</c>: how long a stop waits for what was accepted.</param>
/// <param name="ConsoleFolder"><c>Octant:Console</c>: the built files of the console; beside the program when not given.</param>
/// <param name="AuditKeys"><c>Octant:AuditKey</c>: seals the audit trail; unless given, a key is made and kept in the store.</param>
public sealed record HostSettings(
    string DataFolder,
    string? Database,
    SqliteSynchronous Synchronous,
    bool ManualClock,
    Instant? ClockStart,
    int RequestsAtOnce,
    int? EventBytesAtOnce,
    int ShutdownSeconds,
    string ConsoleFolder,
    IReadOnlyList<string> AuditKeys)
{
    public const string AuditKeySetting = "Octant:AuditKey";

    private const int ShortestAuditKey = 32;

    /// <summary>Command-line options that stand for settings.</summary>
    public static IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["--data"] = "Octant:Data",
        ["--database"] = "Octant:Database",
        ["--clock"] = "Octant:Clock",
        ["--urls"] = "urls",
    };

    public static HostSettings Read(IConfiguration configuration)
    {
        var clock = configuration["Octant:Clock"] ?? "system";
        if (clock is not ("system" or "manual"))
        {
            throw new SettingException("Octant:Clock", "system or manual", clock);
        }

        Instant? start = null;
        if (configuration["Octant:ClockStart"] is { Length: > 0 } text)
        {
            start = InstantConverter.TryParse(text, out var parsed)
                ? parsed
                : throw new SettingException("Octant:ClockStart", JsonShape.Describe(typeof(Instant)), text);
        }

        CheckAddresses(configuration["urls"]);
        return new HostSettings(
            configuration["Octant:Data"] is { Length: > 0 } folder ? folder : "data",
            configuration["Octant:Database"] is { Length: > 0 } database ? database : null,
            ReadSynchronous(configuration),
            clock is "manual",
            start,
            ReadNumber(configuration, "Octant:RequestsAtOnce", 1024),
            string.IsNullOrEmpty(configuration["Octant:EventBytesAtOnce"]) ? null : ReadNumber(configuration, "Octant:EventBytesAtOnce", 0),
            ReadNumber(configuration, "Octant:ShutdownSeconds", 30),
            configuration["Octant:Console"] is { Length: > 0 } console ? console : Path.Combine(AppContext.BaseDirectory, "console"),
            ReadAuditKeys(configuration[AuditKeySetting]));
    }

    /// <summary>The key that seals the audit trail and, after commas, those that did before.</summary>
    public static IReadOnlyList<string> ReadAuditKeys(string? text)
    {
        var keys = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return keys.All(key => key.Length >= ShortestAuditKey)
            ? keys
            : throw new SettingException(AuditKeySetting, $"keys of {ShortestAuditKey} characters or more, separated by commas", "(not shown)");
    }

    /// <summary>Before anything is opened. <c>*</c> and <c>+</c> listen everywhere.</summary>
    private static void CheckAddresses(string? text)
    {
        foreach (var address in text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            var named = address.Replace("://*", "://everywhere", StringComparison.Ordinal).Replace("://+", "://everywhere", StringComparison.Ordinal);
            if (!Uri.TryCreate(named, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || parsed.PathAndQuery != "/")
            {
                throw new SettingException("urls", "addresses such as http://127.0.0.1:5000, several separated by ;", text);
            }
        }
    }

    private static SqliteSynchronous ReadSynchronous(IConfiguration configuration)
    {
        var text = configuration["Octant:Sqlite:Synchronous"];
        return string.IsNullOrEmpty(text)
            ? SqliteSynchronous.Full
            : Enum.TryParse<SqliteSynchronous>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value
                : throw new SettingException("Octant:Sqlite:Synchronous", string.Join(" or ", Enum.GetNames<SqliteSynchronous>()), text);
    }

    private static int ReadNumber(IConfiguration configuration, string setting, int otherwise)
    {
        var text = configuration[setting];
        return string.IsNullOrEmpty(text)
            ? otherwise
            : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value) && value > 0
                ? value
                : throw new SettingException(setting, "an integer above 0", text);
    }
}
