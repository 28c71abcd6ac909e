using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Platform.Decisions.Requests;
using Octant.Platform.Foundation.Json;

namespace Octant.Platform.Tests.Decisions;

/// <summary>The short way of a request for a decision reads and writes what the general way does.</summary>
public sealed class ShortWayTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    private static readonly string[] Texts =
        ["", "web", "短信", "a \"quoted\" \\ text", "tab\tand\nline", "<b>&'+`", "\u0001\u001f", "\u2028", "😀 ok", "{name}", new string('x', 3_000)];

    [Fact]
    public void An_answer_is_written_in_the_bytes_of_the_serializer()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var answer = new DecisionAnswer(
                random.Next(4) == 0 ? null : Text(random),
                [.. Enumerable.Range(0, random.Next(4)).Select(_ => Recommendation(random))],
                random.Next(2) == 0 ? null : Text(random),
                null);
            var expected = JsonSerializer.SerializeToUtf8Bytes(answer, JsonConventions.Options);
            Assert.True(expected.AsSpan().SequenceEqual(DecisionWriter.Write(answer)), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void A_plain_request_is_read_as_the_general_reader_reads_it()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(
                Shuffled(random).ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal));
            var plain = PlainRequest.TryRead(Split(body, random));
            var general = JsonReading.Read<DecideRequest>(body).Value;
            Assert.True(plain is not null, $"seed {seed}, round {round}: {Encoding.UTF8.GetString(body)}");
            Assert.Equal(general with { Context = null }, plain with { Context = null });
            Assert.Equal(ContextOf(general), ContextOf(plain));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"customerId":"c"}""")]
    [InlineData("""{"channel":"w"}""")]
    [InlineData("""{"customerId":"c","channel":"w","customerId":"c"}""")]
    [InlineData("""{"customerId":"c","channel":"w","colour":"red"}""")]
    [InlineData("""{"customerId":"c","channel":"w","touchpoint":null}""")]
    [InlineData("""{"customerId":"c","channel":"w","limit":"1"}""")]
    [InlineData("""{"customerId":"c","channel":"w","limit":1.5}""")]
    [InlineData("""{"customerId":"c","channel":"w","limit":99999999999}""")]
    [InlineData("""{"customerId":"c","channel":"w","dryRun":1}""")]
    [InlineData("""{"customerId":"c","channel":"w","actor":{"staffId":"s"}}""")]
    [InlineData("""{"customerId":"c","channel":"w","context":{"a":[1]}}""")]
    [InlineData("""{"customerId":"c","channel":"w","context":{"a":1,"a":2}}""")]
    [InlineData("""{"customerId":"c","channel":"w"} x""")]
    [InlineData("""{"customerId":"c","channel":"w"}{}""")]
    [InlineData("""{"customerId":"c","channel":"w",}""")]
    [InlineData("""{"customerId":"c","channel":"w" """)]
    [InlineData("""{"customerId":"\ud800","channel":"w"}""")]
    public void Anything_else_is_left_to_the_general_reader(string body) =>
        Assert.Null(PlainRequest.TryRead(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body))));

    [Fact]
    public void Bytes_that_are_not_utf8_are_left_to_the_general_reader() =>
        Assert.Null(PlainRequest.TryRead(new ReadOnlySequence<byte>([.. """{"customerId":"""u8, (byte)'"', 0xFF, (byte)'"', .. ""","channel":"w"}"""u8])));

    [Fact]
    public async Task What_is_left_is_answered_from_the_body_that_was_looked_at()
    {
        var stage = await world.StageAsync("left");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        var plain = await world.AskAsync(customer, stage, """{"dryRun":true}""");
        var general = await world.AskAsync(customer, stage, """{"dryRun":true,"actor":null}""");
        Assert.Equal(HttpStatusCode.OK, plain.Status);
        Assert.Equal(plain.Body, general.Body);

        var refused = await world.Client.PostAsync("/api/v1/decisions", "{\"customerId\":\"c\",\"channel\":\"w\"," + new string(' ', 100_000) + "\"colour\":1}");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("colour", refused.Body, StringComparison.Ordinal);
    }

    private static RecommendationAnswer Recommendation(Random random) => new(
        Text(random),
        Text(random),
        Text(random),
        random.Next(2) == 0 ? null : Text(random),
        Text(random),
        new TreatmentAnswer(Text(random), Text(random)),
        random.Next(50),
        Math.Round(random.NextDouble() * 1_000, random.Next(10)),
        random.NextDouble(),
        random.Next(2),
        new Instant(random.NextInt64(Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds) / 1_000 * 1_000));

    private static string Text(Random random) => Texts[random.Next(Texts.Length)];

    private static IEnumerable<KeyValuePair<string, object>> Shuffled(Random random)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["requestId"] = Text(random),
            ["touchpoint"] = Text(random),
            ["limit"] = random.Next(-5, 100),
            ["dryRun"] = random.Next(2) == 0,
            ["explain"] = random.Next(2) == 0,
            ["context"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["a"] = Text(random), ["短"] = random.NextDouble(), ["c"] = true },
        };
        var chosen = members.Where(_ => random.Next(2) == 0).Append(new("customerId", Text(random))).Append(new("channel", Text(random))).ToArray();
        random.Shuffle(chosen);
        return chosen;
    }

    private static string ContextOf(DecideRequest request) =>
        request.Context is null ? "none" : string.Join("; ", request.Context.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Key}={field.Value.GetRawText()}")));

    /// <summary>In two pieces, as a pipe may have it.</summary>
    private static ReadOnlySequence<byte> Split(byte[] body, Random random)
    {
        var cut = random.Next(body.Length);
        var first = new Piece(body.AsMemory(0, cut), 0, null);
        var last = new Piece(body.AsMemory(cut), cut, first);
        return new ReadOnlySequence<byte>(first, 0, last, body.Length - cut);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long start, Piece? before)
        {
            (Memory, RunningIndex) = (memory, start);
            before?.Next = this;
        }
    }
}
