using System.Data.Common;
using Octant.Engine.Calendar;

namespace Octant.Server.Storage.Relational;

internal static class Columns
{
    public static int Int(this DbDataReader row, int column) => checked((int)row.GetInt64(column));

    public static Instant Instant(this DbDataReader row, int column) => new(row.GetInt64(column));

    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
