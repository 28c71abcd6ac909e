using Npgsql;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Postgres;

/// <summary>Reads <c>postgres://user:password@host:port/name?sslmode=require</c> or Npgsql's own <c>Host=…;Database=…</c>.</summary>
internal static class PostgresConnection
{
    private const string Expected = "expected postgres://user:password@host:port/name or Host=…;Database=…;Username=…";

    /// <exception cref="StorageRefusedException">It is neither. The message does not repeat it, since it may hold a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connection)
    {
        try
        {
            var isUri = connection.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
                || connection.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);
            var settings = isUri ? FromUri(new Uri(connection)) : new NpgsqlConnectionStringBuilder(connection);
            return string.IsNullOrEmpty(settings.Host) ? throw new StorageRefusedException($"The database names no host: {Expected}.") : settings;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new StorageRefusedException($"The database cannot be read: {Expected}.");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = uri.Host };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            settings.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            settings.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.Port > 0)
        {
            settings.Port = uri.Port;
        }

        if (uri.AbsolutePath.Length > 1)
        {
            settings.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, right) : throw new FormatException();
            // The standard's spelling of the modes has hyphens, Npgsql's has none.
            settings[name] = name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : Uri.UnescapeDataString(value);
        }

        return settings;
    }
}
