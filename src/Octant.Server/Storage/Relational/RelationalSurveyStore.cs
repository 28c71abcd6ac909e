using System.Data.Common;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>Surveys after contact, in the back office: they come from outside, and no journal holds them.</summary>
internal sealed class RelationalSurveyStore(Database database) : ISurveyStore
{
    private const int DeleteRows = 1_000;

    /// <summary>The key that stands for whoever was erased; no customer has it.</summary>
    private const long Nobody = 0;

    private const string SurveyColumns =
        "recommendation_id, customer_key, campaign, channel, organisation, day, asked_at, asked_on, highest, score, reason, answered_at, is_late";

    public async ValueTask<bool> KeepAsync(SurveyRow row, CancellationToken cancellation) =>
        await database.ExecuteAsync(
            new($"""
                insert into survey ({SurveyColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                on conflict (recommendation_id) do update set
                    score = excluded.score, reason = excluded.reason, answered_at = excluded.answered_at, is_late = excluded.is_late
                where survey.score is null and excluded.score is not null
                """,
                row.RecommendationId, row.CustomerKey, row.Campaign, row.Channel, row.Organisation, row.Day, row.AskedAt.Microseconds, row.AskedOn,
                row.Highest, row.Score, row.Reason, row.AnsweredAt?.Microseconds, row.IsLate ? 1L : 0L),
            cancellation) > 0;

    public ValueTask<SurveyRow?> ReadAsync(string recommendationId, CancellationToken cancellation) =>
        database.QueryFirstAsync(
            new($"select {SurveyColumns} from survey where recommendation_id = $1", recommendationId), ReadSurvey, cancellation);

    public async ValueTask<IReadOnlyList<SurveyRow>> ReadOfAsync(long customerKey, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new($"select {SurveyColumns} from survey where customer_key = $1 order by asked_at desc, recommendation_id desc limit $2", customerKey, limit),
            ReadSurvey,
            cancellation);

    public async ValueTask<IReadOnlyList<SurveySum>> SumAsync(string campaign, CancellationToken cancellation) =>
        await database.QueryAsync(
            new("""
                select channel, organisation, day, score, is_late, count(*) from survey where campaign = $1
                group by channel, organisation, day, score, is_late order by channel, organisation, day, coalesce(score, -1), is_late
                """,
                campaign),
            row => new SurveySum(row.GetString(0), row.GetString(1), row.Int(2), Score(row, 3), row.GetInt64(4) != 0, row.GetInt64(5)),
            cancellation);

    public async ValueTask ForgetAsync(long customerKey, CancellationToken cancellation) =>
        await database.WriteAsync(
            async session =>
            {
                var ids = await session.QueryAsync(
                    new("select recommendation_id from survey where customer_key = $1", customerKey), row => row.GetString(0), cancellation);
                return await session.ExecuteAllAsync(
                    [.. ids.Select(id => new Statement(
                        "update survey set recommendation_id = $2, customer_key = $3 where recommendation_id = $1", id, $"erased/{Guid.NewGuid():N}", Nobody))],
                    cancellation);
            },
            cancellation);

    public async ValueTask DeleteOlderAsync(Instant before, CancellationToken cancellation)
    {
        var sql = $"""
            delete from survey where recommendation_id in (
                select recommendation_id from survey where asked_at < $1 order by asked_at limit {DeleteRows})
            """;
        while (await database.ExecuteAsync(new(sql, before.Microseconds), cancellation) == DeleteRows)
        {
            // A bounded number per transaction.
        }
    }

    private static int? Score(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Int(column);

    private static SurveyRow ReadSurvey(DbDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Int(5), row.Instant(6), row.GetString(7),
        row.Int(8), Score(row, 9), row.Text(10), row.IsDBNull(11) ? null : row.Instant(11), row.GetInt64(12) != 0);
}
