using System.Globalization;
using System.Text.Json.Nodes;
using Octant.EndToEnd.CommandLine.Evidence;

namespace Octant.EndToEnd.CommandLine;

public sealed class AllocateTests : IDisposable
{
    private const string Problem = """
        {
          "channels": [{ "id": "sms", "capacity": 60, "costPerContact": 5 }, { "id": "call", "capacity": 10, "costPerContact": 400 }],
          "campaigns": [{ "id": "spring", "maximum": 50 }, { "id": "roaming", "minimum": 15 }],
          "stocks": [{ "id": "phone", "stock": 8 }],
          "caps": [{ "name": "calls", "most": 1, "channels": ["call"] }],
          "mostPerCustomer": 2,
          "budget": 3000,
          "candidates": "candidates.csv"
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("octant-allocate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Who_is_given_what_keeps_to_everything_and_is_written_to_a_file()
    {
        await File.WriteAllTextAsync(At("problem.json"), Problem);
        await File.WriteAllLinesAsync(At("candidates.csv"), Candidates().Prepend("customer,campaign,offering,channel,value"));

        var done = await OctantCommand.RunAsync("allocate", "--problem", At("problem.json"), "--out", At("given.csv"), "--json");
        Assert.True(done.ExitCode == 0, done.Error);
        var answer = JsonNode.Parse(done.Output)!;
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("allocation"), answer));
        Assert.Empty(SchemaCheck.Validate(SchemaTests.Read("allocation-problem"), JsonNode.Parse(Problem)));
        var given = (await File.ReadAllLinesAsync(At("given.csv"))).Skip(1).Select(line => line.Split(',')).ToList();

        // Six calls and all messages cost 2,700 of 3,000, and a seventh call does not fit: the bound counts three quarters of one.
        Assert.True((double)answer["gap"]! is >= 0 and < 0.05, done.Output);
        Assert.Equal((long)answer["contacts"]!, given.Count);
        Assert.True(given.Count(row => row[3] == "sms") <= 60);
        Assert.True(given.Count(row => row[3] == "call") <= 10);
        Assert.True(given.Count(row => row[1] == "spring") <= 50);
        Assert.True(given.Count(row => row[1] == "roaming") >= 15);
        Assert.True(given.Count(row => row[2] == "phone") <= 8);
        Assert.True(given.Sum(row => row[3] == "sms" ? 5 : 400) <= 3_000);
        Assert.All(given.GroupBy(row => row[0]), customer => Assert.True(customer.Count() <= 2 && customer.Count(row => row[3] == "call") <= 1 && customer.DistinctBy(row => row[2]).Count() == customer.Count()));
        var values = Candidates().Select(line => line.Split(',')).ToDictionary(row => string.Join(',', row[..4]), row => float.Parse(row[4], CultureInfo.InvariantCulture));
        Assert.Equal((double)answer["value"]!, given.Sum(row => (double)values[string.Join(',', row)]), 1e-6);

        var read = await OctantCommand.RunAsync("allocate", "--problem", At("problem.json"));
        Assert.Contains("contacts for 200 customers", read.Output, StringComparison.Ordinal);
        Assert.Contains("one more is worth", read.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"channels":[],"campaigns":[{"id":"a"}],"candidates":"candidates.csv"}""", "channels: expected one channel at least")]
    [InlineData("""{"channels":[{"id":"sms","capacity":-1}],"campaigns":[{"id":"a"}],"candidates":"candidates.csv"}""", "channels[0].capacity: expected 0 or more, found '-1'")]
    [InlineData("""{"channels":[{"id":"sms"}],"campaigns":[{"id":"a"}],"candidates":"none.csv"}""", "cannot be read")]
    [InlineData("""{"channels":[{"id":"mms"}],"campaigns":[{"id":"spring"},{"id":"roaming"}],"candidates":"candidates.csv"}""", "candidates.csv line 2, channel: expected one of mms, found 'sms'.")]
    public async Task What_is_wrong_with_a_problem_is_named(string problem, string why)
    {
        await File.WriteAllTextAsync(At("problem.json"), problem);
        await File.WriteAllLinesAsync(At("candidates.csv"), Candidates().Prepend("customer,campaign,offering,channel,value"));

        var done = await OctantCommand.RunAsync("allocate", "--problem", At("problem.json"));

        Assert.Equal(1, done.ExitCode);
        Assert.Contains(why, done.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Candidates()
    {
        for (var customer = 0; customer < 200; customer++)
        {
            foreach (var (campaign, offering, worth) in ((string, string, int)[])[("spring", "phone", 90), ("spring", "plan", 50), ("roaming", "pass", 10)])
            {
                foreach (var (channel, effect) in ((string, int)[])[("sms", 3), ("call", 10)])
                {
                    var liking = ((customer * 37) + (offering.Length * 101) + (effect * 13)) % 97;
                    yield return string.Create(CultureInfo.InvariantCulture, $"C{customer},{campaign},{offering},{channel},{worth * effect * liking / 970.0:F3}");
                }
            }
        }
    }

    private string At(string file) => Path.Combine(_folder, file);
}
