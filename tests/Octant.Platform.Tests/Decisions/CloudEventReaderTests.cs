using System.Globalization;
using System.Text;
using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Events;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Json;
using Octant.Testing;

namespace Octant.Platform.Tests.Decisions;

/// <summary>The fast reader beside a plain one that takes every event as a document: they agree on whatever is thrown at them.</summary>
public sealed class CloudEventReaderTests
{
    private static readonly EventScope Scope = MakeScope();

    public static TheoryData<int> Seeds =>
        int.TryParse(Environment.GetEnvironmentVariable("OCTANT_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var given)
            ? [given]
            : [20_260_301, 7, (int)(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond % int.MaxValue)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_read_the_same_out_of_generated_and_mangled_batches(int seed)
    {
        var random = new Random(seed);
        var (used, ignored, rejected, refused) = (0, 0, 0, 0);
        for (var round = 0; round < 4_000; round++)
        {
            var body = Batch(random);
            if (random.Next(3) == 0)
            {
                Mangle(random, ref body);
            }

            var expected = Reference(body);
            var actual = EventBody.Read(body, Scope);
            var name = $"seed {seed}, round {round}: {Encoding.UTF8.GetString(body)}";
            if (expected is null)
            {
                Assert.False(actual.Succeeded, name);
                Assert.Contains(actual.Problem!.Errors, error => error.Field == "$");
                refused++;
                continue;
            }

            Assert.True(actual.Succeeded, $"{name}\n{actual.Problem}");
            var batch = actual.Value;
            Assert.True(expected.Used.SequenceEqual(batch.Used.Select(pair => Describe(pair.Index, pair.Event)), StringComparer.Ordinal), name);
            Assert.True(expected.Ignored == batch.IgnoredCount, name);
            Assert.True(
                expected.Rejected.SequenceEqual(batch.Rejects.Select(reject => $"{reject.Index} {reject.Field}").Order(StringComparer.Ordinal), StringComparer.Ordinal),
                $"{name}\nexpected {string.Join(", ", expected.Rejected)}\nfound {string.Join(", ", batch.Rejects)}");
            used += batch.Used.Count;
            ignored += batch.IgnoredCount;
            rejected += batch.Rejects.Count;
        }

        Assert.True(used > 1_000 && ignored > 300 && rejected > 300 && refused > 300, $"{used} {ignored} {rejected} {refused}");
    }

    [Theory]
    [InlineData("2026-01-31T09:00:00Z")]
    [InlineData("2026-01-31T09:00:00.5Z")]
    [InlineData("2026-01-31T09:00:00.1234567Z")]
    [InlineData("2026-01-31T09:00:00.12345678Z")]
    [InlineData("2026-01-31T09:00:00.Z")]
    [InlineData("2026-01-31T09:00:00+08:00")]
    [InlineData("2026-01-31T00:00:00-11:30")]
    [InlineData("2026-02-29T09:00:00Z")]
    [InlineData("2024-02-29T09:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T09:60:00Z")]
    [InlineData("2026-01-31T09:00:60Z")]
    [InlineData("2026-13-01T09:00:00Z")]
    [InlineData("2026-00-01T09:00:00Z")]
    [InlineData("1970-01-01T00:00:00+01:00")]
    [InlineData("1969-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("2026-01-31T09:00:00+14:00")]
    [InlineData("2026-01-31T09:00:00+14:30")]
    [InlineData("2026-01-31T09:00:00")]
    [InlineData("2026-01-31 09:00:00Z")]
    [InlineData("2026-01-31t09:00:00z")]
    [InlineData("")]
    public void The_quick_reading_of_a_time_says_the_same_or_nothing(string text)
    {
        var known = InstantConverter.TryParse(text, out var expected);
        if (InstantText.TryParse(Encoding.UTF8.GetBytes(text), out var quick))
        {
            Assert.True(known);
            Assert.Equal(expected, quick);
        }
    }

    [Fact]
    public void A_plain_used_event_costs_its_command_and_nothing_else()
    {
        var body = Encoding.UTF8.GetBytes(
            "[" + string.Join(',', Enumerable.Range(0, 500).Select(number => Event(number.ToString(CultureInfo.InvariantCulture), "topup", "K-1", """{"amount":12.5,"place":"hall"}"""))) + "]");
        Assert.Equal(500, EventBody.Read(body, Scope).Value.Used.Count);
        Assert.InRange(Allocations.Least(() => EventBody.Read(body, Scope)) / 500, 0, 330);
    }

    [Fact]
    public void An_event_nobody_uses_allocates_next_to_nothing()
    {
        var body = Encoding.UTF8.GetBytes(
            "[" + string.Join(',', Enumerable.Range(0, 500).Select(number => Event(number.ToString(CultureInfo.InvariantCulture), "idle", "K-1", """{"note":"something new each time"}"""))) + "]");
        Assert.Equal(500, EventBody.Read(body, Scope).Value.IgnoredCount);
        Assert.InRange(Allocations.Least(() => EventBody.Read(body, Scope)) / 500, 0, 60);
    }

    private static string Event(string id, string type, string subject, string data) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"crm","type":"{{type}}","subject":"{{subject}}","time":"2026-03-01T08:00:00Z","data":{{data}}}""";

    private static EventScope MakeScope()
    {
        var definition = new StrategyDefinition
        {
            Version = 1,
            Seed = 1,
            Zone = "UTC",
            Zones = [ZoneTable.Utc],
            EventTypes =
            [
                new CustomerEventType
                {
                    Type = "topup",
                    Role = EventRole.Status,
                    Fields =
                    [
                        new FieldDefinition("amount", AttributeKind.Number),
                        new FieldDefinition("place", AttributeKind.Category),
                        new FieldDefinition("first", AttributeKind.Flag),
                        new FieldDefinition("until", AttributeKind.Date),
                        new FieldDefinition("地点", AttributeKind.Category),
                        new FieldDefinition("status", AttributeKind.Category),
                    ],
                },
                new CustomerEventType { Type = "idle", Fields = [new FieldDefinition("note", AttributeKind.Category)] },
                new CustomerEventType { Type = "bare", Role = EventRole.Status },
            ],
        };
        var compilation = StrategyCompiler.Compile(definition);
        Assert.True(compilation.Strategy is not null, string.Join('\n', compilation.Errors));
        return new EventScope(
            new EventKinds(compilation.Strategy, null),
            new Utf8Names<SourceLateness>([new("slow", new SourceLateness(TimeSpan.FromHours(5)))]),
            new Directory());
    }

    private static byte[] Batch(Random random)
    {
        var events = Enumerable.Range(0, random.Next(random.Next(5) == 0 ? 1 : 0, 5)).Select(_ => AnyEvent(random)).ToList();
        return Encoding.UTF8.GetBytes(events.Count == 1 && random.Next(2) == 0 ? $"[{events[0]}]" : $"[{string.Join(random.Next(2) == 0 ? "," : " ,\n", events)}]");
    }

    private static string AnyEvent(Random random)
    {
        string Pick(params string[] texts) => texts[random.Next(texts.Length)];
        if (random.Next(60) == 0)
        {
            return Pick("7", "null", "\"text\"", "[[1],{}]", "true", "{}");
        }

        var members = new List<string>
        {
            $"\"specversion\":{(random.Next(40) == 0 ? Pick("\"0.3\"", "1.0", "null", "\"1\\u002e0\"") : "\"1.0\"")}",
            $"\"id\":\"{(random.Next(20) == 0 ? Pick("", new string('x', 256), new string('x', 257), new string('客', 90), "a\\\\b", "\\ud83d\\ude00", "\\ud83d") : random.Next().ToString(CultureInfo.InvariantCulture))}\"",
            $"\"source\":\"{Pick("crm", "slow", "https:\\/\\/crm.example\\/a", "客户", "crm", "crm")}\"",
            $"\"type\":\"{Pick("topup", "topup", "topup", "idle", "bare", "nobody-declared", "top\\u0075p", "")}\"",
            $"\"subject\":\"{Pick("K-1", "K-2", "客户-3", "\\u5ba2户-3", "K-1", "stranger", " K-1")}\"",
            $"\"time\":\"{Pick("2026-03-01T08:00:00Z", "2026-03-01T08:00:00.123Z", "2026-03-01T16:00:00.1234567+08:00", "2026-03-01t08:00:00z", "2026-02-30T08:00:00Z", "yesterday", "2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z")}\"",
        };
        if (random.Next(6) > 0)
        {
            members.Add("\"data\":" + (random.Next(30) == 0 ? Pick("null", "7", "[1]", "\"x\"", "{}") : Data(random, Pick)));
        }

        if (random.Next(4) == 0)
        {
            members.Add(Pick("\"traceparent\":\"00-1\"", "\"dataschema\":{\"a\":[1,2,{\"data\":1}]}", "\"datacontenttype\":\"application/json\"", "\"x\":1,\"x\":2", "\"\\u0069d\":\"other\""));
        }

        if (random.Next(25) == 0)
        {
            members.Add(members[random.Next(members.Count)]);
        }

        if (random.Next(25) == 0)
        {
            members.RemoveAt(random.Next(members.Count));
        }

        if (random.Next(3) == 0)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members));
        }

        return "{" + string.Join(random.Next(5) == 0 ? " , " : ",", members) + "}";
    }

    private static string Data(Random random, Func<string[], string> pick)
    {
        var fields = new List<string>();
        for (var i = random.Next(5); i > 0; i--)
        {
            fields.Add(pick(
            [
                "\"amount\":12.5", "\"amount\":-3", "\"amount\":1e999", "\"amount\":\"12\"", "\"amount\":null", "\"amount\":0.1",
                "\"place\":\"hall\"", "\"place\":\"\"", "\"place\":\"大厅\"", "\"place\":\"\\u5927\\n\"", $"\"place\":\"{new string('p', 200)}\"",
                $"\"place\":\"{new string('p', 201)}\"", $"\"place\":\"{new string('厅', 200)}\"", "\"place\":\"\\ud800\"", "\"place\":7",
                "\"first\":true", "\"first\":false", "\"first\":\"true\"",
                "\"until\":\"2026-04-01\"", "\"until\":\"2026-04-01T00:00:00+01:00\"", "\"until\":\"soon\"", "\"until\":\"1960-01-01\"",
                "\"地点\":\"店\"", "\"\\u5730点\":\"店\"", "\"note\":{\"deep\":[1,{\"amount\":1}]}", "\"note\":\"n\"", "\"other\":1,\"other\":2",
            ]));
        }

        return "{" + string.Join(',', fields) + "}";
    }

    private static void Mangle(Random random, ref byte[] body)
    {
        var bytes = body.ToList();
        for (var i = random.Next(3); i >= 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, "\"{}[],:\\u0 1ex"u8[random.Next(13)]);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at));
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add((byte)' ');
            }
        }

        body = [.. bytes];
    }

    /// <summary>Null when the body as a whole is refused.</summary>
    private static ReadBatch? Reference(byte[] body)
    {
        JsonDocument document;
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
            document = JsonDocument.Parse(body);
        }
        catch (Exception refusal) when (refusal is JsonException or DecoderFallbackException)
        {
            return null;
        }

        using (document)
        {
            var read = new ReadBatch();
            var items = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray().ToList() : [document.RootElement];
            if (items.Count == 0)
            {
                return null;
            }

            for (var i = 0; i < items.Count; i++)
            {
                try
                {
                    Read(items[i], i, read);
                }
                catch (InvalidOperationException)
                {
                    read.Rejected.Add($"{i} $");
                }
            }

            // A lonely event that is wrong is the answer itself.
            if (document.RootElement.ValueKind != JsonValueKind.Array && read.Rejected.Count > 0)
            {
                return null;
            }

            read.Rejected.Sort(StringComparer.Ordinal);
            return read;
        }
    }

    private static void Read(JsonElement element, int index, ReadBatch read)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            read.Rejected.Add($"{index} $");
            return;
        }

        var wrong = new List<string>();
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in (string[])["specversion", "id", "source", "type", "subject", "time"])
        {
            var there = element.EnumerateObject().Where(member => member.Name == name).ToList();
            if (there.Count == 0 || there[0].Value.ValueKind != JsonValueKind.String || TextOf(there[0].Value) is not { } text
                || (name == "time" && !InstantConverter.TryParse(text, out _)))
            {
                wrong.Add(name);
            }
            else
            {
                texts[name] = text;
            }

            for (var more = 1; more < there.Count; more++)
            {
                wrong.Add(name);
            }
        }

        if (wrong.Count > 0)
        {
            read.Rejected.AddRange(wrong.Select(name => $"{index} {name}"));
            return;
        }

        if (texts["specversion"] != "1.0")
        {
            wrong.Add("specversion");
        }

        wrong.AddRange(((string[])["id", "source"]).Where(name => texts[name]!.Length is 0 or > 256));
        var declared = texts["type"] switch
        {
            "topup" => (string[])["amount", "place", "first", "until", "地点", "status"],
            "idle" => ["note"],
            "bare" => [],
            _ => null,
        };
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var data = element.EnumerateObject().Where(member => member.Name == "data").Select(member => member.Value).ToList();
        if (data.Count > 1 || (data.Count == 1 && data[0].ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)))
        {
            wrong.Add("data");
        }

        if (data.Count == 1 && data[0].ValueKind == JsonValueKind.Object)
        {
            foreach (var name in declared ?? [])
            {
                var there = data[0].EnumerateObject().Where(field => field.Name == name).Select(field => field.Value).ToList();
                wrong.AddRange(there.Skip(1).Select(_ => $"data.{name}"));
                if (there.Count > 0 && there[0].ValueKind != JsonValueKind.Null)
                {
                    if (Value(name, there[0]) is { } value)
                    {
                        values[name] = value;
                    }
                    else
                    {
                        wrong.Add($"data.{name}");
                    }
                }
            }
        }

        if (wrong.Count > 0)
        {
            read.Rejected.AddRange(wrong.Select(name => $"{index} {name}"));
        }
        else if (!Directory.Keys.TryGetValue(texts["subject"]!, out var key))
        {
            read.Rejected.Add($"{index} subject");
        }
        else if (texts["type"] is not ("topup" or "bare"))
        {
            read.Ignored++;
        }
        else
        {
            Assert.True(InstantConverter.TryParse(texts["time"]!, out var at));
            read.Used.Add(Describe(
                index,
                key,
                MessageIds.Of("event", texts["source"]!, texts["id"]!),
                texts["type"]!,
                at,
                TimeSpan.FromHours(texts["source"] == "slow" ? 5 : 1),
                (declared ?? []).Where(values.ContainsKey).Select(name => $"{name}={values[name]}")));
        }
    }

    private static string? Value(string name, JsonElement element) => name switch
    {
        "amount" => element.ValueKind == JsonValueKind.Number && double.IsFinite(element.GetDouble())
            ? element.GetDouble().ToString("R", CultureInfo.InvariantCulture)
            : null,
        "first" => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean().ToString() : null,
        "until" => element.ValueKind != JsonValueKind.String || TextOf(element) is not { } text ? null
            : InstantConverter.TryParse(text, out var instant) ? instant.ToString()
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? Instant.From(new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero)).ToString()
                : null,
        _ => element.ValueKind == JsonValueKind.String && TextOf(element) is { Length: > 0 and <= 200 } word ? word : null,
    };

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Describe(int index, RecordCustomerEvent read) => Describe(
        index,
        read.Key,
        read.MessageId,
        read.Type,
        read.At,
        read.Lateness,
        read.Fields.Select(field => $"{field.Name}={field.Value.Kind switch
        {
            AttributeKind.Number => field.Value.Number.ToString("R", CultureInfo.InvariantCulture),
            AttributeKind.Flag => field.Value.Flag.ToString(),
            AttributeKind.Date => field.Value.Date.ToString(),
            _ => field.Value.Category,
        }}"));

    private static string Describe(int index, long key, UInt128 id, string type, Instant at, TimeSpan lateness, IEnumerable<string> fields) =>
        string.Create(CultureInfo.InvariantCulture, $"{index} {key} {id} {type} {at} {lateness} {string.Join('|', fields)}");

    private sealed class ReadBatch
    {
        public List<string> Used { get; } = [];

        public int Ignored { get; set; }

        public List<string> Rejected { get; } = [];
    }

    private sealed class Directory : ICustomerDirectory
    {
        public static readonly Dictionary<string, long> Keys = new(StringComparer.Ordinal) { ["K-1"] = 1, ["K-2"] = 2, ["客户-3"] = 3 };

        public bool TryFindKey(string customerId, out long key) => Keys.TryGetValue(customerId, out key);

        public bool TryFindKey(ReadOnlySpan<byte> customerId, out long key) => Keys.TryGetValue(Encoding.UTF8.GetString(customerId), out key);

        public bool TryFindCustomer(long key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? customerId)
        {
            customerId = Keys.FirstOrDefault(pair => pair.Value == key).Key;
            return customerId is not null;
        }
    }
}
