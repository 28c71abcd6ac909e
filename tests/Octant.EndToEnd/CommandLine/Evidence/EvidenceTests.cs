using System.Globalization;
using System.Text.Json.Nodes;

namespace Octant.EndToEnd.CommandLine.Evidence;

/// <summary>effect, off-policy and model-report on files: the known answers of real data, and files that are not as they should be.</summary>
public sealed class EvidenceTests : IDisposable
{
    private const string Hillstrom = "hillstrom/hillstrom-odd.csv";
    private const string Bts = "open-bandit/men-bts.csv";
    private const string Bank = "bank-marketing/bank-full.csv";

    private readonly string _folder = Directory.CreateTempSubdirectory("octant-evidence-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [RealDataFact(Hillstrom)]
    public async Task Effects_of_the_email_test_are_the_known_ones()
    {
        var visit = await JsonAsync("effect", "effect", Real(Hillstrom), "--arm", "segment", "--control", "No E-Mail", "--outcome", "visit", "--revenue", "spend", "--by", "channel");
        var arms = visit["effect"]!["arms"]!.AsArray();
        Assert.Equal(
            [("No E-Mail", 10_586, 1_145, "6076.51"), ("Mens E-Mail", 10_778, 1_974, "11212.71"), ("Womens E-Mail", 10_636, 1_627, "12359.06")],
            arms.Select(arm => ((string)arm!["arm"]!, (int)arm["customers"]!, (int)arm["responses"]!, ((double)arm["revenue"]!).ToString("0.00", CultureInfo.InvariantCulture))));
        AssertDifference(visit, 0, 0.074989140, 0.065591, 0.084387);
        AssertDifference(visit, 1, 0.044809319, 0.035765, 0.053854);
        Assert.True((bool)visit["effect"]!["isExperiment"]!);
        Assert.Equal("better", (string)visit["effect"]!["comparisons"]![0]!["response"]!["verdict"]!);
        Assert.Equal(["Multichannel", "Phone", "Web"], visit["parts"]!.AsArray().Select(part => (string)part!["value"]!));

        var conversion = await JsonAsync("effect", "effect", Real(Hillstrom), "--arm", "segment", "--control", "No E-Mail", "--outcome", "conversion");
        Assert.Equal([62, 118, 93], conversion["effect"]!["arms"]!.AsArray().Select(arm => (int)arm!["responses"]!));
        Assert.Equal(0.005091436, (double)conversion["effect"]!["comparisons"]![0]!["response"]!["difference"]!, 9);
        Assert.Equal(0.002887097, (double)conversion["effect"]!["comparisons"]![1]!["response"]!["difference"]!, 9);
    }

    [RealDataFact(Bts)]
    public async Task The_uniform_policy_judged_from_the_other_policys_log_is_the_known_one()
    {
        var answer = await JsonAsync("off-policy", "off-policy", Real(Bts), "--action", "item_id", "--reward", "click", "--probability", "propensity_score", "--policy", "uniform");
        Assert.Equal(34, (int)answer["actions"]!);
        Assert.Equal(0.0030086263272564827, (double)answer["ips"]!["value"]!, 1e-17);
        Assert.Equal(0.0031894231622774096, (double)answer["snips"]!["value"]!, 1e-17);
        Assert.Equal(655.7098495873233, (double)answer["effectiveSampleSize"]!, 1e-10);
        foreach (var estimate in (string[])["snips", "doublyRobust"])
        {
            // The truth, from the log of the uniform policy itself.
            Assert.InRange(0.0046, (double)answer[estimate]!["interval"]!["low"]!, (double)answer[estimate]!["interval"]!["high"]!);
        }

        var policy = await WriteAsync("policy.csv", "action,probability\n" + string.Join('\n', Enumerable.Range(0, 34).Select(item => $"{item},{(item == 3 ? 1 : 0)}")));
        var collapsed = await OctantCommand.RunAsync(
            "off-policy", Real(Bts), "--action", "item_id", "--reward", "click", "--probability", "propensity_score", "--policy", policy, "--json");
        Assert.Equal(1, collapsed.ExitCode);
        var refused = JsonNode.Parse(collapsed.Output)!;
        Assert.False((bool)refused["usable"]!);
        Assert.Null(refused["ips"]);
    }

    [RealDataFact(Bank)]
    public async Task A_model_of_the_earlier_calls_is_judged_on_the_later_ones()
    {
        var answer = await JsonAsync("model-report", "model-report", Real(Bank), "--target", "y", "--positive", "yes", "--exclude", "duration", "--split", "0.8");
        var report = answer["model"]!;
        Assert.Equal(36_168, (int)report["trainingRows"]!);
        Assert.True((double)report["largestGradient"]! < 1e-6);
        Assert.InRange((double)report["ranking"]!["area"]!, 0.66, 0.69);
        Assert.DoesNotContain(report["weights"]!.AsArray(), weight => ((string)weight!["feature"]!).StartsWith("duration", StringComparison.Ordinal));

        // What is learnt call by call is at least as good, and of its figures those that docs/learning.md prints.
        var learner = answer["learner"]!;
        Assert.Equal(9_043, (int)learner["outcomes"]!);
        Assert.Equal(0.7383, (double)learner["ranking"]!["area"]!, 3);
        Assert.Equal(0.202, (double)learner["calibration"]!["brier"]!, 3);
        Assert.Equal(0.310, (double)learner["predicted"]!, 3);

        // Seeing how long the call took is a leak, and looks like a far better model.
        var leak = (await JsonAsync("model-report", "model-report", Real(Bank), "--target", "y", "--positive", "yes", "--split", "0.8"))["model"]!;
        Assert.True((double)leak["ranking"]!["area"]! > (double)report["ranking"]!["area"]! + 0.05);
    }

    [RealDataFact(Bank)]
    public async Task Customers_who_were_chosen_are_never_reported_as_an_effect()
    {
        var answer = await JsonAsync("effect", "effect", Real(Bank), "--arm", "contact", "--control", "unknown", "--outcome", "y");
        Assert.False((bool)answer["effect"]!["isExperiment"]!);
        Assert.All(answer["effect"]!["comparisons"]!.AsArray(), comparison => Assert.Equal("notAnEffect", (string)comparison!["response"]!["verdict"]!));

        var text = await OctantCommand.RunAsync("effect", Real(Bank), "--arm", "contact", "--control", "unknown", "--outcome", "y");
        Assert.Contains("Difference (not an effect)", text.Output, StringComparison.Ordinal);
    }

    [RealDataFact("fujian-2008/points-redemption.csv")]
    public async Task The_tables_of_the_channel_steering_are_the_published_ones_and_no_effect()
    {
        string[] call = ["before-after", Real("fujian-2008/points-redemption.csv"), "--part", "channel", "--group", "group", "--before", "march", "--after", "august"];
        var figures = await JsonAsync("before-after", call);
        Assert.False((bool)figures["hasControlGroup"]!);
        var electronic = figures["rows"]!.AsArray().Where(row => (string)row!["name"]! == "electronic").Select(row => row!["published"]!).ToList();
        Assert.Equal(["35.28%", "51.52%", "+93.62%", "+16.24"], ((string[])["shareBefore", "shareAfter", "growth", "points"]).Select(member => (string)electronic[1][member]!));

        var text = await OctantCommand.RunAsync(call);
        Assert.StartsWith("No control group", text.Output, StringComparison.Ordinal);
        Assert.Contains("-15.32", text.Output, StringComparison.Ordinal);
        var table = await OctantCommand.RunAsync([.. call, "--csv"]);
        Assert.Contains("transactions,whole,all,,", table.Output, StringComparison.Ordinal);

        var rates = await JsonAsync("acceptance", "acceptance", Real("fujian-2008/recommendation.csv"), "--part", "channel", "--customers", "targeted_customers", "--accepted", "accepted_customers");
        Assert.Equal(["18.67%", "15.79%", "17.83%", "12.96%", "17.81%"], rates["rows"]!.AsArray().Select(row => (string)row!["published"]!));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_comparisons_file_is_named()
    {
        var file = await WriteAsync("parts.csv", "channel;n_march;n_august\nweb;1,5;2\nhall;x;2\n");
        await AssertFailsAsync("parts.csv line 3, n_march: expected a number, found 'x'", "before-after", file, "--part", "channel", "--before", "march", "--after", "august");
        await AssertFailsAsync("No column ends in '_may'", "before-after", file, "--part", "channel", "--before", "may", "--after", "june");
        await AssertFailsAsync("has no column 'n_july'", "before-after", file, "--part", "channel", "--before", "march", "--after", "july");
        await AssertFailsAsync("line 3, channel: expected each part once", "before-after", await WriteAsync("twice.csv", "channel,a,b\nweb,1,2\nweb,1,2\n"), "--part", "channel", "--measure", "n=a,b");
        await AssertFailsAsync("line 2, accepted: expected at most the 1 of customers", "acceptance", await WriteAsync("more.csv", "channel,customers,accepted\nweb,1,2\n"), "--part", "channel", "--customers", "customers", "--accepted", "accepted");
        Assert.Equal(2, (await OctantCommand.RunAsync("before-after", file, "--part", "channel", "--measure", "n")).ExitCode);
        Assert.Equal(2, (await OctantCommand.RunAsync("off-policy", "--policy", "uniform")).ExitCode);
        Assert.Equal(2, (await OctantCommand.RunAsync("allocate")).ExitCode);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_an_experiments_file_is_named()
    {
        var file = await WriteAsync("test.csv", "arm;done;spend\na;1;2\nb;0;x\n");
        await AssertFailsAsync("has no column 'amr'; did you mean 'arm'?", "effect", file, "--arm", "amr", "--control", "a", "--outcome", "done");
        await AssertFailsAsync("No control group: arm never is 'c'", "effect", file, "--arm", "arm", "--control", "c", "--outcome", "done");
        await AssertFailsAsync("test.csv line 2, spend: expected 1 or 0", "effect", file, "--arm", "arm", "--control", "a", "--outcome", "spend");
        await AssertFailsAsync("test.csv line 3, spend: expected a number, found 'x'", "effect", file, "--arm", "arm", "--control", "a", "--outcome", "done", "--revenue", "spend");
        await AssertFailsAsync("The arm 'c' of --share is empty", "effect", file, "--arm", "arm", "--control", "a", "--outcome", "done", "--share", "c=1");
        await AssertFailsAsync("Every arm but the control group is empty", "effect", await WriteAsync("one.csv", "arm,done\na,1\na,0\n"), "--arm", "arm", "--control", "a", "--outcome", "done");
        await AssertFailsAsync("every arm is empty", "effect", await WriteAsync("none.csv", "arm,done\n"), "--arm", "arm", "--control", "a", "--outcome", "done");
        await AssertFailsAsync("blank.csv line 3, arm: expected a value", "effect", await WriteAsync("blank.csv", "arm,done\na,1\n,0\n"), "--arm", "arm", "--control", "a", "--outcome", "done");
        Assert.Equal(2, (await OctantCommand.RunAsync("effect", file, "--arm", "arm", "--control", "a", "--outcome", "done", "--look", "0.5", "--look", "0.2")).ExitCode);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_log_is_named()
    {
        var file = await WriteAsync("log.csv", "item,click,p\na,1,0.5\nb,0,0\n");
        string[] call = ["off-policy", file, "--action", "item", "--reward", "click", "--probability", "p", "--policy", "uniform"];
        await AssertFailsAsync("log.csv line 3, p: expected a probability above 0 and at most 1, found '0'", call);

        await WriteAsync("log.csv", "item,click,p\na,1,0.5\nb,0,1.5\n");
        await AssertFailsAsync("log.csv line 3, p: expected a probability above 0 and at most 1, found '1.5'", call);

        // The first column without a name, as data frames write their index.
        await WriteAsync("log.csv", ",item,click,p\n0,a,1,0.5\n1,b,0,0.5\n");
        call[^1] = await WriteAsync("half.csv", "item,probability\na,0.5\n");
        await AssertFailsAsync("add up to 0.5, not to 1", call);

        call[^1] = await WriteAsync("other.json", """{"probabilities": {"a": 0.5, "c": 0.5}}""");
        var unsupported = await OctantCommand.RunAsync(call);
        Assert.Equal(1, unsupported.ExitCode);
        Assert.Contains("takes actions that the log never shows: c", unsupported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planned_shares_are_held_against_the_sizes()
    {
        var file = await WriteAsync("shares.csv", "arm,done\n" + Rows("control", 100, 20) + Rows("sms", 900, 400));
        string[] call = ["effect", file, "--arm", "arm", "--control", "control", "--outcome", "done"];
        Assert.Equal("sharesUnknown", (string)(await JsonAsync("effect", call))["effect"]!["assignment"]!);

        var planned = await JsonAsync("effect", [.. call, "--share", "control=0.1", "--share", "sms=0.9"]);
        Assert.Equal("sizesAsPlanned", (string)planned["effect"]!["assignment"]!);
        Assert.Equal("better", (string)planned["effect"]!["comparisons"]![0]!["response"]!["verdict"]!);

        var lost = await JsonAsync("effect", [.. call, "--share", "control=0.2", "--share", "sms=0.8"]);
        Assert.Equal("sizesNotAsPlanned", (string)lost["effect"]!["assignment"]!);
        Assert.Equal("notAnEffect", (string)lost["effect"]!["comparisons"]![0]!["response"]!["verdict"]!);
    }

    private static string Rows(string arm, int customers, int responses) =>
        string.Concat(Enumerable.Range(0, customers).Select(customer => $"{arm},{(customer < responses ? "yes" : "no")}\n"));

    private static void AssertDifference(JsonNode answer, int arm, double difference, double low, double high)
    {
        var response = answer["effect"]!["comparisons"]![arm]!["response"]!;
        Assert.Equal(difference, (double)response["difference"]!, 9);
        Assert.Equal(low, (double)response["interval"]!["low"]!, 6);
        Assert.Equal(high, (double)response["interval"]!["high"]!, 6);
    }

    /// <summary>What a command that succeeds prints with --json, checked against its published schema.</summary>
    private static async Task<JsonNode> JsonAsync(string schema, params string[] call)
    {
        var done = await OctantCommand.RunAsync([.. call, "--json"]);
        Assert.True(done.ExitCode == 0, done.Error + done.Output);
        var answer = JsonNode.Parse(done.Output)!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read(schema), answer));
        return answer;
    }

    private static async Task AssertFailsAsync(string expected, params string[] call)
    {
        var done = await OctantCommand.RunAsync(call);
        Assert.Equal(1, done.ExitCode);
        Assert.Contains(expected, done.Error, StringComparison.Ordinal);
        Assert.Empty(done.Output);
    }

    private static string Real(string path) => RealDataFactAttribute.PathOf(path);

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
