using System.Globalization;

namespace Octant.Engine.Tests.Matching;

/// <summary>
/// Rules as planners write them: comparisons with constants, sets, tags, offerings, presence, dates, fields, joined by every
/// operator of logic; and now and then something an index cannot see.
/// </summary>
internal sealed class RuleTextGenerator(Random random)
{
    private static readonly string[] Words = ["5G-128", "4G", "Fuzhou", "\U0001F600", "5", "true", "nobody"];
    private static readonly string[] Tags = ["5g_ready", "5", "4G", "student", "\U0001F600", "nobody"];
    private static readonly string[] Moments = ["2026-03-01T12:00:00Z", "2025-01-25T00:00:00+08:00", "2024-06-01T00:00:00Z", "1970-06-01T00:00:00Z"];

    private static readonly string[] Unseen =
    [
        "contacted(\"C-1\", duration(\"48h\"))", "customer.arpu * 2.0 > customer.data_gb", "customer.joined + duration(\"8760h\") < now",
        "customer.tags.exists(t, t.startsWith(\"5\"))", "customer.tags.all(t, t != \"student\")", "size(customer.tags) > 1", "1 / 0 == 1", "1 / size(customer.tags) == 1",
        "customer.plan.contains(\"G\")", "customer.city < \"N\"", "customer.plan == customer.city", "customer.arpu in [customer.tenure, 50.0]",
        "event.amount > customer.arpu", "customer.vip == (customer.arpu > 10.0)", "[1, 2].exists(i, i > size(customer.tags))",
    ];

    public string Rule() => string.Join(" && ", Enumerable.Range(0, random.Next(1, 6)).Select(_ => Part(2)));

    private string Part(int depth) => (depth == 0 ? 99 : random.Next(12)) switch
    {
        0 or 1 => $"({Part(depth - 1)} || {Part(depth - 1)}{(random.Next(3) == 0 ? $" || {Part(depth - 1)}" : "")})",
        2 => $"({Part(depth - 1)} && {Part(depth - 1)})",
        3 or 4 => $"!({Part(depth - 1)})",
        5 => $"({Part(depth - 1)} ? {Part(depth - 1)} : {Part(depth - 1)})",
        6 => $"({Pick(Unseen)})",
        7 => $"({string.Join(" || ", Enumerable.Range(0, random.Next(2, 12)).Select(_ => Simple()))})",
        _ => $"({Simple()})",
    };

    private string Simple() => random.Next(16) switch
    {
        0 or 1 => $"{Number()} {Pick("<", "<=", ">", ">=", "==", "!=")} {Constant()}",
        2 => $"{Constant()} {Pick("<", "<=", ">", ">=", "==", "!=")} {Number()}",
        3 => $"{Number()} >= {Constant()} && {Number()} < {Constant()}",
        4 => $"{Number()} in [{Constant()}, {Constant()}, {Constant()}]",
        5 or 6 => $"{Word()} in [{string.Join(", ", Enumerable.Range(0, random.Next(0, 4)).Select(_ => $"\"{Pick(Words)}\""))}]",
        7 => $"{Word()} {Pick("==", "!=")} \"{Pick(Words)}\"",
        8 or 9 => $"\"{Pick(Tags)}\" in customer.tags",
        10 => $"owns(\"{Pick("P-1", "P-2", "P-3")}\")",
        11 => Pick("customer.vip", "customer.roaming", "event.paid", "customer.vip == true", "customer.roaming != true", "customer.vip < true"),
        12 => $"{Date()} {Pick("<", "<=", ">", ">=", "==", "!=")} timestamp(\"{Pick(Moments)}\")",
        13 => $"has({Pick("customer.arpu", "customer.plan", "customer.vip", "customer.joined", "event.amount", "context.screen", "customer.tags")})",
        14 => $"now {Pick("<", ">=", "==")} timestamp(\"{Pick(Moments)}\")",
        _ => Pick("true", "false", "1 == 1", "2 < 1", "timestamp(\"nonsense\") < now", "customer.arpu < double(\"NaN\")", "customer.arpu != double(\"NaN\")"),
    };

    private string Number() => Pick("customer.arpu", "customer.tenure", "customer.data_gb", "event.amount", "context.hour", "customer.arpu");

    private string Word() => Pick("customer.plan", "customer.city", "event.kind", "context.screen");

    private string Date() => Pick("customer.joined", "customer.contract_end", "event.due");

    private string Constant() => random.Next(3) == 0
        ? Pick("0.0", "-0.0", "50.0", "49.99", "1e17", "-1.5", "12.5")
        : (random.Next(-200, 2_000) / 10.0).ToString("0.0", CultureInfo.InvariantCulture);

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
