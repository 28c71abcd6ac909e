namespace Octant.Server.Storage.Sqlite;

/// <summary>
/// SQLite's <c>synchronous</c> level, from the setting <c>Octant:Sqlite:Synchronous</c>. Below <see cref="Full"/> power loss can
/// take back what was acknowledged; lower levels exist to show that in a test.
/// </summary>
public enum SqliteSynchronous
{
    Off,
    Normal,
    Full,
    Extra,
}
