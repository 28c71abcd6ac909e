using System.Text.Json.Nodes;
using Octant.EndToEnd.CommandLine.Evidence;

namespace Octant.EndToEnd.CommandLine;

/// <summary>A test on public data that is not shipped; it is skipped, and says so, where the data is not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataAttribute : FactAttribute
{
    public SharedDataAttribute(string folder) => Skip = Directory.Exists(Folder(folder)) ? null! : $"There is no ../shared/data/{folder} beside the repository.";

    public static string Folder(string folder) => Path.GetFullPath(Path.Combine(Examples.TelcoFactAttribute.Repository, "..", "shared", "data", folder));
}

public sealed class TariffTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("octant-tariff-").FullName;

    private static string[] Megaline { get; } =
    [
        "--plans", Shared("megaline", "plans.csv"),
        "--users", Shared("megaline", "users.csv"),
        "--calls", Shared("megaline", "calls.csv"),
        "--messages", Shared("megaline", "messages.csv"),
        "--internet", Shared("megaline", "internet.csv"),
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedData("megaline")]
    public async Task Bills_of_a_real_operator_are_right_to_the_cent()
    {
        var answer = await JsonAsync(Megaline);

        Assert.Equal("USD", (string)answer["currency"]!);
        Assert.Equal([("surf", 805, 5_261_249, 281, 1_366_615, 46), ("ultimate", 362, 2_668_400, 251, 975_058, 61)], answer["plans"]!.AsArray().Select(Summary));
        var users = answer["users"]!.AsArray();
        Assert.Equal(250, users.Count);
        Assert.Equal((7_000, 2_000), December(users, "1000"));
        Assert.Equal((7_000, 7_693), December(users, "1196"));
        var first = users.Single(user => (string)user!["user"]! == "1000")!["advice"]!;
        Assert.Equal(("surf", 5_000L), ((string)first["cheapest"]!["plan"]!, (long)first["saving"]!));

        static (string, int, long, int, long, int) Summary(JsonNode? plan) =>
        (
            (string)plan!["plan"]!,
            (int)plan["userMonths"]!,
            (long)plan["revenue"]!,
            (int)plan["cheaperMonths"]!,
            (long)plan["savingOfCheaperMonths"]!,
            (int)plan["usersBetterOff"]!);

        static (long Ultimate, long Surf) December(JsonArray users, string id)
        {
            var options = users.Single(user => (string)user!["user"]! == id)!["advice"]!["options"]!.AsArray();
            return (Of("ultimate"), Of("surf"));

            long Of(string plan) =>
                (long)options.Single(option => (string)option!["plan"]! == plan)!["bills"]!.AsArray().Single(bill => (string)bill!["month"]! == "2018-12")!["total"]!;
        }
    }

    [SharedData("megaline")]
    public async Task A_person_reads_the_same_figures()
    {
        var all = await OctantCommand.RunAsync(["tariff", .. Megaline]);
        Assert.Equal(0, all.ExitCode);
        Assert.Contains("52,612.49", all.Output, StringComparison.Ordinal);
        Assert.Contains("13,666.15", all.Output, StringComparison.Ordinal);

        var one = await OctantCommand.RunAsync(["tariff", .. Megaline, "--user", "1196"]);
        Assert.Contains("surf: ", one.Output, StringComparison.Ordinal);
        Assert.Contains("76.93", one.Output, StringComparison.Ordinal);
    }

    [SharedData("sg-mobile-plans")]
    public async Task The_cheapest_published_plan_that_covers_a_need_is_found_among_those_that_do()
    {
        foreach (var (need, covering, total) in ((string, int, long)[])[("1,50,20", 42, 500), ("5,100,100", 32, 1_000), ("20,200,50", 16, 2_000)])
        {
            var answer = await JsonAsync("--plans", Shared("sg-mobile-plans", "plans.json"), "--need", need);
            Assert.Equal(53, (int)answer["plans"]!);
            Assert.Equal(covering, (int)answer["covering"]!);
            Assert.Equal(total, (long)answer["advice"]!["cheapest"]!["total"]!);
        }
    }

    [SharedData("sg-mobile-plans")]
    public async Task A_price_for_people_who_bring_their_number_is_for_them_only()
    {
        string[] need = ["--plans", Shared("sg-mobile-plans", "plans.json"), "--need", "20,100,25"];
        Assert.Equal("Gomo Base Plan", (string)(await JsonAsync(need))["advice"]!["cheapest"]!["name"]!);

        var transfer = (await JsonAsync([.. need, "--tag", "Transfer number"]))["advice"]!["cheapest"]!;
        Assert.Equal(("Circles.Life Base Plan (Transfer number)", 1_800L), ((string)transfer["name"]!, (long)transfer["total"]!));
        var unknown = (await JsonAsync(need))["advice"]!["refused"]!.AsArray().Single(plan => (string)plan!["name"]! == "Singtel Silver Combo 1")!;
        Assert.Equal(("eligibility-unknown", "customer.age >= 60"), ((string)unknown["reason"]!, (string)unknown["condition"]!));
        var old = (await JsonAsync([.. need, "--attribute", "age=65"]))["advice"]!;
        Assert.Contains(old["options"]!.AsArray(), option => (string)option!["name"]! == "Singtel Silver Combo 1");
    }

    [SharedData("sg-mobile-plans")]
    public async Task Add_ons_complete_a_plan_that_falls_short()
    {
        var answer = await JsonAsync(
            "--plans", Shared("sg-mobile-plans", "plans.json"), "--addons", Shared("sg-mobile-plans", "addons.json"), "--need", "7,100,100");

        // 5 GB for 10 and twice 1 GB for 2, before 20 GB for 20.
        Assert.Equal(("Giga! 5GB Plan + 1 GB ×2", 1_400L), ((string)answer["advice"]!["cheapest"]!["name"]!, (long)answer["advice"]!["cheapest"]!["total"]!));
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_with_its_line_and_column()
    {
        await WriteAsync("plans.csv", "plan_name,eur_monthly_pay,minutes_included,messages_included,mb_per_month_included,eur_per_minute,eur_per_message,eur_per_gb\nbasic,10,100,10,1024,0.1,0.1,5\n");
        await WriteAsync("users.csv", "user_id,plan\nu1,basic\n");
        await WriteAsync("calls.csv", "user_id,call_date,duration\nu1,2026-05-01,1.5\nu1,2026-05-02,long\n");
        await WriteAsync("typo.csv", "user_id,call_date,duratoin\nu1,2026-05-01,1.5\n");
        await WriteAsync("stranger.csv", "user_id,call_date,duration\nu2,2026-05-01,1.5\n");
        await WriteAsync("day.csv", "user_id,call_date,duration\nu1,27/12/2026,1.5\n");

        await RefusedAsync("calls.csv line 3, duration: expected a number, found 'long'.", "calls.csv");
        await RefusedAsync("typo.csv has no column 'duration'; did you mean 'duratoin'?", "typo.csv");
        await RefusedAsync("stranger.csv line 2, user_id: expected a user of the users' file, found 'u2'.", "stranger.csv");
        await RefusedAsync("--day-first", "day.csv");
        await RefusedAsync("missing.csv cannot be read", "missing.csv");
        var well = await OctantCommand.RunAsync("tariff", "--plans", At("plans.csv"), "--users", At("users.csv"), "--calls", At("day.csv"), "--day-first");
        Assert.Equal(0, well.ExitCode);
        Assert.Contains("Amounts in EUR", well.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await OctantCommand.RunAsync("tariff", "--plans", At("plans.csv"))).ExitCode);
    }

    [Fact]
    public async Task A_condition_in_the_plans_is_tested_on_the_columns_of_the_users()
    {
        await WriteAsync(
            "plans.csv",
            "plan_name,usd_monthly_pay,minutes_included,messages_included,mb_per_month_included,usd_per_minute,usd_per_message,usd_per_gb,eligibility\n"
            + "basic,10,100,10,1024,0.1,0.1,5,\nyouth,5,100,10,1024,0.1,0.1,5,customer.age < 26\n");
        await WriteAsync("users.csv", "user_id,plan,age\nu1,basic,25\nu2,basic,26\nu3,basic,\n");
        await WriteAsync("calls.csv", "user_id,call_date,duration\nu1,2026-05-01,1.5\nu2,2026-05-01,1.5\nu3,2026-05-01,1.5\n");

        var users = (await JsonAsync("--plans", At("plans.csv"), "--users", At("users.csv"), "--calls", At("calls.csv")))["users"]!.AsArray();
        Assert.Equal(["youth", "basic", "basic"], users.Select(user => (string)user!["advice"]!["cheapest"]!["plan"]!));
        Assert.Equal([null, "not-eligible", "eligibility-unknown"], users.Select(user => (string?)user!["advice"]!["refused"]!.AsArray().FirstOrDefault()?["reason"]));
    }

    [Fact]
    public async Task Plans_in_octants_own_form_say_what_is_free_and_shared()
    {
        const string Plans = """
            {
              "currency": "EUR",
              "digits": 2,
              "plans": [
                {
                  "id": "mix",
                  "name": "Mix",
                  "monthlyFee": 900,
                  "voice": { "recordStep": 1, "overagePrice": 9, "freeKinds": ["incoming"] },
                  "messages": { "unlimited": true },
                  "shared": { "units": 2, "minutesPerUnit": 10 }
                }
              ]
            }
            """;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("tariff-plans"), JsonNode.Parse(Plans)));
        await WriteAsync("plans.json", Plans);
        await WriteAsync("users.csv", "user_id,plan\nu1,mix\n");
        await WriteAsync("calls.csv", "user_id,call_date,duration,kind\nu1,2026-05-01,60,incoming\nu1,2026-05-01,22.5,\n");

        var answer = await JsonAsync("--plans", At("plans.json"), "--users", At("users.csv"), "--calls", At("calls.csv"));

        // 23 whole minutes, 20 of them shared: 9.00 + 3 × 0.09.
        Assert.Equal(927, (long)answer["users"]![0]!["advice"]!["options"]![0]!["total"]!);
        await WriteAsync("plans.json", Plans.Replace("\"units\": 2", "\"unitz\": 2", StringComparison.Ordinal));
        await RefusedAsync("did you mean 'units'", "calls.csv", "plans.json");
    }

    private static string Shared(string folder, string file) => Path.Combine(SharedDataAttribute.Folder(folder), file);

    private static async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var done = await OctantCommand.RunAsync(["tariff", .. arguments, "--json"]);
        Assert.True(done.ExitCode == 0, done.Error);
        var answer = JsonNode.Parse(done.Output)!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read(arguments.Contains("--need") ? "tariff-need" : "tariff"), answer));
        return answer;
    }

    private async Task RefusedAsync(string why, string calls, string plans = "plans.csv")
    {
        var done = await OctantCommand.RunAsync("tariff", "--plans", At(plans), "--users", At("users.csv"), "--calls", At(calls));
        Assert.Equal(1, done.ExitCode);
        Assert.Contains(why, done.Error, StringComparison.Ordinal);
        Assert.Empty(done.Output);
    }

    private string At(string file) => Path.Combine(_folder, file);

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(At(file), text);
}
