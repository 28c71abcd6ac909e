using System.Text.RegularExpressions;
using Npgsql;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage.Relational;

namespace Octant.Server.Storage.Postgres;

/// <summary>One schema of a PostgreSQL database, through a pool of connections.</summary>
internal sealed partial class PostgresDatabase : Database
{
    public static readonly Dialect Dialect = new(
        Text: "text collate \"C\"", Bytes: "bytea", Numbered: "bigint generated always as identity primary key", Clustered: "", OneWriter: false);

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlDataSource source, string schema)
    {
        _source = source;
        Schema = schema;
    }

    public string Schema { get; }

    /// <summary>Version and place, without a secret.</summary>
    public string Description { get; private set; } = "";

    public static async ValueTask<PostgresDatabase> OpenAsync(string connection, string schema, CancellationToken cancellation)
    {
        if (!SchemaName().IsMatch(schema))
        {
            throw new StorageRefusedException(
                "The schema name is not usable: expected up to 63 lower-case letters, digits and underscores, a letter first.");
        }

        var settings = PostgresConnection.Parse(connection);
        settings.SearchPath = schema;
        settings.MaxAutoPrepare = 200;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName ??= "octant";
        if (!settings.ShouldSerialize("Maximum Pool Size"))
        {
            // Several nodes share a server that by default has 100 connections for everybody.
            settings.MaxPoolSize = 20;
        }

        var database = new PostgresDatabase(NpgsqlDataSource.Create(settings), schema);
        try
        {
            await database.CheckServerAsync(cancellation);
            await database.WriteAsync(
                async session =>
                {
                    await database.MigrateAsync(session, cancellation);
                    return true;
                },
                cancellation);
            database.Description += $" at {settings.Host}:{settings.Port}/{settings.Database}, schema {schema}";
            return database;
        }
        catch (NpgsqlException exception) when (exception is not PostgresException)
        {
            await database.DisposeAsync();
            throw new StorageRefusedException(
                $"PostgreSQL at {settings.Host}:{settings.Port} cannot be reached: {exception.Message}", exception);
        }
        catch (PostgresException exception)
        {
            await database.DisposeAsync();
            throw new StorageRefusedException(
                $"PostgreSQL at {settings.Host}:{settings.Port} refuses database {settings.Database} or schema {schema}: {exception.MessageText}",
                exception);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellation) => _source.OpenConnectionAsync(cancellation);

    /// <summary>Whether the statement failed because a row it would write is there already or is not allowed.</summary>
    public static bool IsConstraintViolation(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.NotNullViolation };

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override async ValueTask<Session> RentAsync(bool write, CancellationToken cancellation) =>
        new PostgresSession(await ConnectAsync(cancellation));

    protected override ValueTask ReturnAsync(Session session, bool write) => ((PostgresSession)session).DisposeAsync();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,62}\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SchemaName();

    /// <summary>A server that may lose what it has acknowledged would make every promise above it untrue.</summary>
    private async ValueTask CheckServerAsync(CancellationToken cancellation)
    {
        var (version, fsync, synchronousCommit, encoding) = await QueryFirstAsync(
            new("""
                select current_setting('server_version'), current_setting('fsync'),
                    current_setting('synchronous_commit'), current_setting('server_encoding')
                """),
            row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)),
            cancellation);
        if (fsync == "off")
        {
            throw new StorageRefusedException(
                "PostgreSQL runs with fsync off: power loss would damage the database. Set fsync = on in postgresql.conf and reload.");
        }

        if (synchronousCommit == "off")
        {
            throw new StorageRefusedException(
                "PostgreSQL runs with synchronous_commit off: power loss would take back what was acknowledged. "
                + "Set synchronous_commit = on for the server, the database and the role.");
        }

        if (encoding != "UTF8")
        {
            throw new StorageRefusedException($"The PostgreSQL database has encoding {encoding}; create it with encoding UTF8.");
        }

        Description = $"PostgreSQL {version}";
    }

    private async ValueTask MigrateAsync(Session session, CancellationToken cancellation)
    {
        // Nodes that start together take turns.
        await session.QueryAsync(
            new("select 1 from (select pg_advisory_xact_lock(hashtextextended($1, 0))) as turn", "octant schema " + Schema),
            row => row.GetInt32(0),
            cancellation);
        var known = await session.QueryAsync(new("select 1 from pg_namespace where nspname = $1", Schema), row => 1, cancellation);
        if (known.Count == 0)
        {
            await session.ExecuteAsync(new($"create schema {Schema}"), cancellation);
        }

        await Migrations.ApplyAsync(session, Dialect, Enum.GetValues<StorePart>(), $"PostgreSQL schema {Schema}", cancellation);
    }
}
