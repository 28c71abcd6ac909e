using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Tests.Foundation;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData("naem", "name")]
    [InlineData("Price", "price")]
    [InlineData("respnseWindow", "responseWindow")]
    [InlineData("id", "id")]
    [InlineData("qqqqqqqq", null)]
    [InlineData("", null)]
    public void A_mistyped_name_is_guessed_when_it_is_close_enough(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Of(name, ["id", "name", "price", "responseWindow"]));

    [Theory]
    [InlineData(0.2, "1")]
    [InlineData(1.0, "1")]
    [InlineData(1.5, "2")]
    [InlineData(90, "90")]
    public async Task Too_many_requests_say_when_to_come_back_in_whole_seconds(double seconds, string expected)
    {
        var context = new DefaultHttpContext();

        await new ProblemResponse(Problem.TooManyRequests(TimeSpan.FromSeconds(seconds))).ExecuteAsync(context);

        Assert.Equal(429, context.Response.StatusCode);
        Assert.Equal(expected, context.Response.Headers.RetryAfter);
    }

    [Fact]
    public void Every_kind_of_problem_has_a_status_of_its_own()
    {
        var statuses = Enum.GetValues<ProblemKind>().Select(ProblemResponse.StatusOf).ToList();

        Assert.Equal(statuses.Count, statuses.Distinct().Count());
        Assert.All(statuses, status => Assert.InRange(status, 400, 599));
    }

    [Fact]
    public void A_result_holds_a_value_or_a_problem_and_never_both()
    {
        Result<int> good = 7;
        Result<int> bad = Problem.Conflict("no");

        Assert.True(good.TryGet(out var value, out var none));
        Assert.Equal((7, null), (value, none));
        Assert.False(bad.TryGet(out _, out var problem));
        Assert.Equal(ProblemKind.Conflict, problem.Kind);
        Assert.Throws<InvalidOperationException>(() => bad.Value);
        Assert.Equal("8", good.Then(number => (number + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)).Value);
        Assert.Same(problem, bad.Then(number => number + 1).Problem);
    }

    [Fact]
    public void What_a_caller_sent_is_repeated_shortened() =>
        Assert.True(Problem.Invalid("field", "less", new string('x', 10_000)).Errors[0].Actual!.Length < 200);

    [Theory]
    [InlineData(null, "anything", true)]
    [InlineData("north", "north", true)]
    [InlineData("north", "north/harbour/one", true)]
    [InlineData("north", "northern", false)]
    [InlineData("north/harbour", "north", false)]
    [InlineData("north", "", false)]
    public void A_bound_caller_may_touch_the_unit_and_what_is_below(string? organisation, string path, bool expected) =>
        Assert.Equal(expected, new Caller("key/1", new HashSet<string>(StringComparer.Ordinal), organisation).Permits(path));
}
