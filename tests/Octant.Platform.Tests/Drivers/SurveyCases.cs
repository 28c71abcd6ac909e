using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Drivers;

public abstract class SurveyCases(StoreUnderTest store) : DriverCases(store)
{
    private ISurveyStore Surveys => Storage.Surveys;

    private static SurveyRow Survey(
        string id, int? score = null, long customer = 1, string campaign = "c1", string channel = "sms", string organisation = "north", int day = 20_514, int minute = 0, bool late = false) =>
        new(
            id, customer, campaign, channel, organisation, day, Noon + TimeSpan.FromMinutes(minute), "app", 5, score, score is null ? null : "friendly",
            score is null ? null : Noon + TimeSpan.FromMinutes(minute + 1), late);

    [Fact]
    public async Task Somebody_is_asked_once_and_their_first_answer_stays()
    {
        Assert.Null(await Surveys.ReadAsync("1-1-0-1", None));
        Assert.True(await Surveys.KeepAsync(Survey("1-1-0-1"), None));
        Assert.False(await Surveys.KeepAsync(Survey("1-1-0-1"), None));
        Assert.Equal(Survey("1-1-0-1"), await Surveys.ReadAsync("1-1-0-1", None));

        Assert.True(await Surveys.KeepAsync(Survey("1-1-0-1", score: 4), None));
        foreach (var again in new[] { Survey("1-1-0-1", score: 1), Survey("1-1-0-1", score: 4), Survey("1-1-0-1") })
        {
            Assert.False(await Surveys.KeepAsync(again, None));
        }

        // Asked and answered in one, as touchpoints do that ask by themselves.
        Assert.True(await Surveys.KeepAsync(Survey("1-2-0-1", score: 5, late: true), None));
        await ReopenAsync();
        Assert.Equal(Survey("1-1-0-1", score: 4), await Surveys.ReadAsync("1-1-0-1", None));
        Assert.Equal(Survey("1-2-0-1", score: 5, late: true), await Surveys.ReadAsync("1-2-0-1", None));
    }

    [Fact]
    public async Task One_answer_of_many_at_the_same_time_is_kept()
    {
        var kept = await TogetherAsync(6, async number => await Surveys.KeepAsync(Survey("2-1-0-1", score: number), None) ? number : -1);

        Assert.Equal(kept.Max(), (await Surveys.ReadAsync("2-1-0-1", None))!.Score);
        Assert.Single(kept, number => number >= 0);
    }

    [Fact]
    public async Task A_customers_surveys_come_newest_first_and_a_campaigns_are_added_up()
    {
        foreach (var row in new[]
        {
            Survey("1", score: 5, minute: 1), Survey("2", minute: 3), Survey("3", score: 5, minute: 2), Survey("4", score: 2, late: true, minute: 0),
            Survey("5", score: 5, customer: 2, channel: "hall"), Survey("6", score: 5, customer: 2, day: 20_515), Survey("7", score: 1, customer: 2, campaign: "c2"),
            Survey("8", customer: 2, organisation: ""),
        })
        {
            Assert.True(await Surveys.KeepAsync(row, None));
        }

        Assert.Equal(["2", "3", "1", "4"], (await Surveys.ReadOfAsync(1, 10, None)).Select(row => row.RecommendationId));
        Assert.Equal(["2", "3"], (await Surveys.ReadOfAsync(1, 2, None)).Select(row => row.RecommendationId));
        Assert.Equal(
            [
                new SurveySum("hall", "north", 20_514, 5, false, 1),
                new SurveySum("sms", "", 20_514, null, false, 1),
                new SurveySum("sms", "north", 20_514, null, false, 1),
                new SurveySum("sms", "north", 20_514, 2, true, 1),
                new SurveySum("sms", "north", 20_514, 5, false, 2),
                new SurveySum("sms", "north", 20_515, 5, false, 1),
            ],
            await Surveys.SumAsync("c1", None));
        Assert.Empty(await Surveys.SumAsync("nobody", None));
    }

    [Fact]
    public async Task What_an_erased_customer_answered_counts_on_and_is_nobodys()
    {
        await Surveys.KeepAsync(Survey("1", score: 5), None);
        await Surveys.KeepAsync(Survey("2", score: 5), None);
        await Surveys.KeepAsync(Survey("3", score: 1, customer: 2), None);
        var before = await Surveys.SumAsync("c1", None);

        await Surveys.ForgetAsync(1, None);
        await Surveys.ForgetAsync(1, None);

        Assert.Equal(before, await Surveys.SumAsync("c1", None));
        Assert.Empty(await Surveys.ReadOfAsync(1, 10, None));
        Assert.Null(await Surveys.ReadAsync("1", None));
        Assert.NotNull(await Surveys.ReadAsync("3", None));
    }

    [Fact]
    public async Task Old_surveys_go_however_many_there_are()
    {
        for (var number = 0; number < 1_205; number++)
        {
            await Surveys.KeepAsync(Survey($"{number}", score: 3, minute: number < 1_200 ? 0 : 10), None);
        }

        await Surveys.DeleteOlderAsync(Noon + TimeSpan.FromMinutes(10), None);
        Assert.Equal(5, Assert.Single(await Surveys.SumAsync("c1", None)).Customers);
    }
}

public sealed class SqliteSurveys() : SurveyCases(new SqliteUnderTest());

public sealed class PostgresSurveys() : SurveyCases(new PostgresUnderTest());
