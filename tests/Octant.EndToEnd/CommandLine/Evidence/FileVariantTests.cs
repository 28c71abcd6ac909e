using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Octant.EndToEnd.CommandLine.Evidence;

/// <summary>The same figures however a file is written, and an answer or a refusal, never a figure that is none, for files that hold too little.</summary>
public sealed class FileVariantTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("octant-variants-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_says_the_same_whatever_delimiter_line_end_and_decimal_mark_it_has()
    {
        var rows = Enumerable.Range(0, 400).Select(row => (
            Arm: row % 2 == 0 ? "no e-mail" : "e-mail, weekly",
            Response: row % (row % 2 == 0 ? 7 : 3) == 0 ? 1 : 0,
            Spend: (row % 9) * 137.25m)).ToList();
        (string Name, Encoding Encoding, string End, char Delimiter, bool Index, Func<decimal, string> Number)[] forms =
        [
            ("plain", new UTF8Encoding(false), "\n", ',', false, Plain),
            ("excel", new UTF8Encoding(true), "\r\n", ';', false, value => Plain(value).Replace('.', ',')),
            ("frame", new UTF8Encoding(false), "\n", '\t', true, Plain),
            ("grouped", new UTF8Encoding(true), "\r\n", ';', true, value => value.ToString("#,0.00", German)),
            ("spaced", Encoding.Unicode, "\n", '|', false, value => value.ToString("#,0.00", CultureInfo.InvariantCulture).Replace(',', '\u00A0').Replace('.', ',')),
            ("english", new UTF8Encoding(false), "\n", ',', false, value => value.ToString("#,0.00", CultureInfo.InvariantCulture)),
        ];
        string? expected = null;
        foreach (var (name, encoding, end, delimiter, index, number) in forms)
        {
            var lines = rows.Select((row, place) => Line(delimiter, index ? $"{place}" : null, row.Arm, $"{row.Response}", number(row.Spend)))
                .Prepend(Line(delimiter, index ? "" : null, "arm", "done", "spend"));
            var path = Path.Combine(_folder, name + ".csv");
            await File.WriteAllTextAsync(path, string.Join(end, lines) + end, encoding);
            var done = await OctantCommand.RunAsync("effect", path, "--arm", "arm", "--control", "no e-mail", "--outcome", "done", "--revenue", "spend", "--json");
            Assert.True(done.ExitCode == 0, $"{name}: {done.Error}");
            var effect = JsonNode.Parse(done.Output)!["effect"]!.ToJsonString();
            Assert.Equal(expected ??= effect, effect);
        }
    }

    [Fact]
    public async Task A_number_that_could_be_two_is_refused_where_the_file_does_not_say_which()
    {
        var path = await WriteAsync("log.csv", "action;reward;p\na;1,234;0.5\nb;2;0.5\n");
        string[] call = ["off-policy", path, "--action", "action", "--reward", "reward", "--probability", "p", "--policy", "uniform", "--json"];
        Assert.Equal(1.617, await LoggedMeanAsync(call, "action;reward;p\na;1,234;0,5\nb;2;0,5\n"), 9);
        Assert.Equal(618, await LoggedMeanAsync(call, "action;reward;p\na;1,234;0.5\nb;2;0.5\n"), 9);

        await WriteAsync("log.csv", "action;reward;p\na;1,234;1\nb;2;1\n");
        var refused = await OctantCommand.RunAsync(call);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("log.csv line 2, reward: expected a number, found '1,234'", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody responded", 100, 0, 0, 0)]
    [InlineData("everybody responded", 100, 1, 1, 5)]
    [InlineData("two customers", 1, 1, 0, 5)]
    public async Task Where_nothing_varies_there_is_an_interval_and_no_winner(string what, int customers, int treated, int control, int revenue)
    {
        var path = await WriteAsync("small.csv", "arm,done,spend\n" + string.Concat(Enumerable.Range(0, customers).Select(_ => $"sms,{treated},{revenue}\nnone,{control},0\n")));
        var done = await OctantCommand.RunAsync("effect", path, "--arm", "arm", "--control", "none", "--outcome", "done", "--revenue", "spend", "--json");
        Assert.True(done.ExitCode == 0, $"{what}: {done.Error}");
        var comparison = JsonNode.Parse(done.Output)!["effect"]!["comparisons"]![0]!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("effect"), JsonNode.Parse(done.Output)));
        Assert.Equal("tooFew", (string)comparison["response"]!["verdict"]!);
        Assert.True((double)comparison["response"]!["interval"]!["low"]! < (double)comparison["response"]!["interval"]!["high"]!);
        Assert.Equal("tooFew", (string)comparison["revenue"]!["verdict"]!);
        Assert.Null(comparison["revenue"]!["interval"]);
    }

    [Fact]
    public async Task An_arm_of_one_customer_beside_many_is_too_few()
    {
        var path = await WriteAsync("one.csv", "arm,done,spend\nsms,1,5\n" + string.Concat(Enumerable.Range(0, 50).Select(row => $"none,{row % 2},{row}\n")));
        var done = await OctantCommand.RunAsync("effect", path, "--arm", "arm", "--control", "none", "--outcome", "done", "--revenue", "spend");
        Assert.Equal(0, done.ExitCode);
        Assert.Contains("too few", done.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("certain choices", "a,1,1\nb,0,1\n", "was never tried")]
    [InlineData("one choice", "a,1,0.5\n", "fewer than two choices")]
    [InlineData("one tiny probability", "a,1,1e-300\nb,0,0.5\nb,0,0.5\na,1,0.5\n", "has collapsed")]
    public async Task A_log_that_shows_nothing_is_refused_with_the_reason(string what, string rows, string reason)
    {
        var path = await WriteAsync("log.csv", "item,click,p\n" + string.Concat(Enumerable.Repeat(rows, what == "certain choices" ? 50 : 1)));
        var refused = await OctantCommand.RunAsync("off-policy", path, "--action", "item", "--reward", "click", "--probability", "p", "--policy", "uniform", "--json");
        Assert.Equal(1, refused.ExitCode);
        var answer = JsonNode.Parse(refused.Output)!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("off-policy"), answer));
        Assert.False((bool)answer["usable"]!);
        Assert.Null(answer["ips"]);
        Assert.Contains(answer["reasons"]!.AsArray(), said => ((string)said!).Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_word_for_a_response_can_be_named()
    {
        var path = await WriteAsync("words.csv", "arm,state\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{(row % 2 == 0 ? "sms" : "none")},{(row % 5 == 0 ? "bought" : "left")}\n")));
        string[] call = ["effect", path, "--arm", "arm", "--control", "none", "--outcome", "state"];
        var refused = await OctantCommand.RunAsync(call);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--positive", refused.Error, StringComparison.Ordinal);
        var done = await OctantCommand.RunAsync([.. call, "--positive", "bought", "--json"]);
        Assert.Equal(4, (int)JsonNode.Parse(done.Output)!["effect"]!["arms"]![0]!["responses"]!);
    }

    private static NumberFormatInfo German { get; } = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    private async Task<double> LoggedMeanAsync(string[] call, string text)
    {
        await WriteAsync("log.csv", text);
        return (double)JsonNode.Parse((await OctantCommand.RunAsync(call)).Output)!["loggedMean"]!;
    }

    private static string Plain(decimal value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Line(char delimiter, string? index, params string[] cells)
    {
        var quoted = cells.Select(cell => cell.Contains(delimiter, StringComparison.Ordinal) ? $"\"{cell}\"" : cell);
        return string.Join(delimiter, index is null ? quoted : quoted.Prepend(index));
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
