using System.Globalization;
using Octant.Engine.Tests.Expressions;

namespace Octant.Engine.Tests.Properties;

/// <summary>
/// Writes random expressions that compile: every operator and function of the language, on operands of its types, over the names
/// of <see cref="TestSchema"/>. Literals come from small pools, so that comparisons are often equal and arithmetic often fails.
/// </summary>
internal sealed class ExpressionGenerator(Random random, bool withEvent)
{
    private static readonly string[] Types = ["bool", "int", "double", "string", "timestamp", "duration"];

    private static readonly string[] Strings =
        ["\"\"", "\"5G-128\"", "\"4G\"", "'Fuzhou'", "r'a\\b'", "\"\\U0001F600\"", "\"\\uFF5E\"", "\"5\"", "\"true\"", "\"5g_ready\"", "\"1h\"", "\"2026-03-01T12:00:00Z\""];

    private static readonly string[] Patterns = ["5G", "^[45]G", "u[a-z]+", "^.$", "[^0-9]$", "(a|5){1,2}", "\\\\d+", "(?i)fuzHOU"];

    private static readonly string[] Moments =
        ["2026-03-01T12:00:00Z", "2024-02-29T23:59:59.999999Z", "1969-12-31T23:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2025-01-25T00:00:00+08:00", "nonsense"];

    private static readonly string[] Spans = ["0s", "1h", "24h", "-90m", "8760h", "1.5s", "250ms", "9223372036s", "nonsense"];

    private static readonly string[] MomentFields =
        ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds"];

    private static readonly string[] SpanFields = ["getHours", "getMinutes", "getSeconds", "getMilliseconds"];

    private readonly List<(string Name, string Type)> _locals = [];
    private int _names;

    public string Condition() => random.Next(6) switch
    {
        0 => Bool(1),
        1 => $"({Bool(2)} || {Bool(1)})",
        _ => Bool(3),
    };

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private string Of(string type, int depth) => type switch
    {
        "bool" => Bool(depth),
        "int" => Int(depth),
        "double" => Double(depth),
        "string" => String(depth),
        "timestamp" => Timestamp(depth),
        "duration" => Duration(depth),
        _ => List(type[5..^1], depth),
    };

    private string? Local(string type)
    {
        var fitting = _locals.Where(local => string.Equals(local.Type, type, StringComparison.Ordinal)).ToList();
        return fitting.Count > 0 && random.Next(2) == 0 ? fitting[random.Next(fitting.Count)].Name : null;
    }

    private string Common(string type, int depth) => random.Next(3) switch
    {
        0 => $"({Bool(depth - 1)} ? {Of(type, depth - 1)} : {Of(type, depth - 1)})",
        1 => $"[{Of(type, depth - 1)}, {Of(type, depth - 1)}][{Pick("0", "1", "1", "2", Int(depth - 1))}]",
        _ => $"{List(type, depth - 1)}[0]",
    };

    private string Bool(int depth)
    {
        if (depth <= 0)
        {
            return Local("bool") ?? $"({Atom()})";
        }

        switch (random.Next(23))
        {
            case 0 or 1:
                return $"({Bool(depth - 1)} && {Bool(depth - 1)}{(random.Next(2) == 0 ? $" && {Bool(depth - 1)}" : string.Empty)})";
            case 2 or 3:
                return $"({Bool(depth - 1)} || {Bool(depth - 1)}{(random.Next(2) == 0 ? $" || {Bool(depth - 1)}" : string.Empty)})";
            case 4 or 5:
                return $"(!{Bool(depth - 1)})";
            case 6 or 7:
                var equality = Pick(Types);
                equality = random.Next(4) == 0 ? $"list({equality})" : equality;
                return $"({Of(equality, depth - 1)} {Pick("==", "!=")} {Of(equality, depth - 1)})";
            case 8 or 9 or 10:
                var ordered = Pick(Types);
                return $"({Of(ordered, depth - 1)} {Pick("<", "<=", ">", ">=")} {Of(ordered, depth - 1)})";
            case 11:
                var member = Pick(Types);
                return $"({Of(member, depth - 1)} in {List(member, depth - 1)})";
            case 12:
                return $"{String(depth - 1)}.{Pick("contains", "startsWith", "endsWith")}({String(depth - 1)})";
            case 13:
                return $"{String(depth - 1)}.matches(\"{Pick(Patterns)}\")";
            case 14:
                return $"bool({(random.Next(3) == 0 ? Bool(depth - 1) : random.Next(3) == 0 ? Pick("\"true\"", "'F'", "'0'", "'TrUe'") : String(depth - 1))})";
            case 15 or 16 or 17:
                return Macro(Pick("all", "exists", "exists_one"), Pick([.. Types, "string", "list(string)"]), depth);
            case 18:
                return Common("bool", depth);
            case 20 or 21:
                return $"({MomentField(0)} {Pick("==", "<", ">=")} {Pick("0", "1", "12", "59", "2026")})";
            case 22:
                return $"({Int(depth - 1)} % {Int(0)} {Pick("==", "!=")} {Pick("0", "1")})";
            default:
                return $"({Atom()})";
        }
    }

    private string Macro(string macro, string element, int depth)
    {
        var range = List(element, depth - 1);
        var name = $"v{(_names++).ToString(CultureInfo.InvariantCulture)}";
        _locals.Add((name, element));
        var body = random.Next(2) == 0 && element is not "bool" && !element.StartsWith("list", StringComparison.Ordinal)
            ? $"{name} {Pick("==", "<", ">=")} {Of(element, depth - 1)}"
            : Bool(depth - 1);
        _locals.RemoveAt(_locals.Count - 1);
        return $"{range}.{macro}({name}, {body})";
    }

    private string Atom()
    {
        if (withEvent && random.Next(3) == 0)
        {
            return Pick(
                "event.amount > 30", "event.kind == \"recharge\"", "event.paid", "event.due <= now", "has(event.amount)", "has(context.screen)",
                "context.screen in ['home', \"4G\"]", "context.hour >= 9", "(event.amount + context.hour > 50)");
        }

        return random.Next(21) switch
        {
            0 => Pick("true", "false"),
            1 => Pick("customer.vip", "customer.roaming"),
            2 or 3 => $"customer.{Pick("arpu", "tenure", "data_gb")} {Pick("<", "<=", ">", ">=", "==", "!=")} {Pick("0", "10", "50", "49.99", "-1.5", "0.0 / 0.0", "1.0 / 0.0")}",
            4 => $"{Pick("0", "10", "12.5")} {Pick("<", "<=", ">", ">=")} customer.{Pick("arpu", "tenure", "data_gb")}",
            5 => $"customer.{Pick("arpu", "tenure", "`monthly charges`")} in [{Pick("10", "50", "0.1")}, 49.99, {Pick("12", "-0.0")}]",
            6 => $"customer.{Pick("plan", "city")} {Pick("==", "!=", "<", ">=")} {Pick(Strings)}",
            7 => $"customer.{Pick("plan", "city")} in [{Pick(Strings)}, {Pick(Strings)}]",
            8 => $"customer.{Pick("joined", "contract_end")} {Pick("<", "<=", ">", ">=", "==", "!=")} {Pick("now", "now - duration(\"24h\")", $"timestamp(\"{Pick(Moments)}\")")}",
            9 or 10 => $"{Pick(Strings)} in customer.tags",
            11 => $"owns(\"{Pick("P-1", "P-2", "P-9")}\")",
            12 => $"contacted(\"{Pick("C-1", "C-2", "P-1")}\", duration(\"{Pick("1h", "24h", "168h")}\"))",
            15 or 18 or 19 => Behaviour(),
            16 => $"count({EventType()}, {Window()}{CountCondition()}) {Pick("<", "<=", ">", ">=", "==", "!=")} {Pick("0", "1", "2", "-1", Int(0))}",
            17 => $"{Pick("0", "1", "2", Int(0))} {Pick("<", "<=", ">", ">=", "==", "!=")} count({EventType()}, {Window()})",
            13 or 14 => $"has(customer.{Pick("arpu", "tenure", "plan", "vip", "joined", "city", "tags")})",
            _ => "customer.roaming == customer.vip",
        };
    }

    private string EventType() => Pick("\"topup\"", "\"topup\"", "\"plan.viewed\"", "\"bill.query\"");

    private string Window() => $"duration(\"{Pick("10m", "1h", "24h", "168h")}\")";

    private string CountCondition() => random.Next(3) == 0 ? string.Empty : Pick(string.Empty, ", true");

    private string Behaviour() => Pick(
        $"absent({EventType()}, {Window()})",
        $"first({EventType()}, {Window()})",
        $"first({EventType()})",
        $"sequence(\"plan.viewed\", \"topup\", {Window()})",
        $"sequence(\"topup\", \"plan.viewed\", {Window()}, {Window()})",
        $"inArea(\"{Pick("old-town", "airport")}\")",
        $"inArea(\"{Pick("old-town", "airport")}\", {Window()})",
        "last(\"topup\", \"paid\")",
        $"absent(\"topup\", {Window()}, event.paid)",
        $"sum(\"topup\", \"amount\", {Window()}) {Pick("<", ">=")} 10",
        $"count({EventType()}, {Window()}) {Pick("<", ">=", "==")} count({EventType()}, {Window()})");

    private string Int(int depth)
    {
        if (depth <= 0)
        {
            return random.Next(20) == 0 ? $"count({EventType()}, {Window()})" : Local("int") ?? Pick("0", "1", "2", "3", "-1", "7", "0x10", "9223372036854775807");
        }

        return random.Next(8) switch
        {
            0 or 1 or 2 => $"({Int(depth - 1)} {Pick("+", "-", "*", "/", "%")} {Int(depth - 1)})",
            3 => random.Next(2) == 0 ? $"size({String(depth - 1)})" : $"{List(Pick(Types), depth - 1)}.size()",
            4 => random.Next(2) == 0 ? $"-({Int(depth - 1)})" : Common("int", depth),
            5 => $"int({Of(Pick("int", "double", "string", "timestamp"), depth - 1)})",
            6 => MomentField(depth - 1),
            _ => $"{Duration(depth - 1)}.{Pick(SpanFields)}()",
        };
    }

    private string MomentField(int depth) =>
        $"{Timestamp(depth)}.{Pick(MomentFields)}({Pick(string.Empty, "\"+08:00\"", "'-02:30'", "\"UTC\"")})";

    private string Double(int depth)
    {
        if (depth <= 0)
        {
            return random.Next(20) == 0
                ? Pick($"sum(\"topup\", \"amount\", {Window()})", $"sum(\"topup\", \"amount\", {Window()}, event.paid)", "last(\"topup\", \"amount\")")
                : Local("double") ?? Pick("customer.arpu", "customer.tenure", "customer.data_gb", "0.0", "1.5", "-2.25", "1e300", "50.0");
        }

        return random.Next(7) switch
        {
            0 or 1 or 2 => $"({Double(depth - 1)} {Pick("+", "-", "*", "/")} {(random.Next(3) == 0 ? Pick("2", "0", "-3") : Double(depth - 1))})",
            3 => $"(-{Double(depth - 1)})",
            4 => $"double({Of(Pick("int", "double", "string"), depth - 1)})",
            5 => Common("double", depth),
            _ => Double(0),
        };
    }

    private string String(int depth)
    {
        if (depth <= 0)
        {
            return random.Next(20) == 0 ? "last(\"topup\", \"kind\")" : Local("string") ?? Pick([.. Strings, "customer.plan", "customer.city", "customer.plan", "customer.city"]);
        }

        return random.Next(6) switch
        {
            0 or 1 => $"({String(depth - 1)} + {String(depth - 1)})",
            2 or 3 => $"string({Of(Pick(Types), depth - 1)})",
            4 => Common("string", depth),
            _ => String(0),
        };
    }

    private string Timestamp(int depth)
    {
        if (depth <= 0)
        {
            return random.Next(12) == 0 ? Pick("last(\"topup\")", "last(\"plan.viewed\")", "last(\"topup\", \"due\")") : Local("timestamp") ?? Pick("now", "customer.joined", "customer.contract_end", $"timestamp(\"{Pick(Moments)}\")");
        }

        return random.Next(6) switch
        {
            0 => $"({Timestamp(depth - 1)} {Pick("+", "-")} {Duration(depth - 1)})",
            1 => $"({Duration(depth - 1)} + {Timestamp(depth - 1)})",
            2 => $"timestamp({Of(Pick("int", "string", "timestamp"), depth - 1)})",
            3 => Common("timestamp", depth),
            _ => Timestamp(0),
        };
    }

    private string Duration(int depth)
    {
        if (depth <= 0)
        {
            return Local("duration") ?? $"duration(\"{Pick(Spans)}\")";
        }

        return random.Next(6) switch
        {
            0 => $"({Duration(depth - 1)} {Pick("+", "-")} {Duration(depth - 1)})",
            1 or 2 => $"({Timestamp(depth - 1)} - {Timestamp(depth - 1)})",
            3 => $"duration({Of(Pick("string", "duration"), depth - 1)})",
            4 => Common("duration", depth),
            _ => Duration(0),
        };
    }

    private string List(string element, int depth)
    {
        if (Local($"list({element})") is { } local)
        {
            return local;
        }

        if (depth <= 0)
        {
            return element is "string" && random.Next(2) == 0 ? "customer.tags" : $"[{Of(element, 0)}, {Of(element, 0)}]";
        }

        switch (random.Next(7))
        {
            case 0:
                return $"({List(element, depth - 1)} + {List(element, depth - 1)})";
            case 1:
                return Macro("filter", element, depth);
            case 2:
                var from = Pick(Types);
                var range = List(from, depth - 1);
                var name = $"v{(_names++).ToString(CultureInfo.InvariantCulture)}";
                _locals.Add((name, from));
                var condition = random.Next(3) == 0 ? $"{Bool(depth - 1)}, " : string.Empty;
                var map = $"{range}.map({name}, {condition}{Of(element, depth - 1)})";
                _locals.RemoveAt(_locals.Count - 1);
                return map;
            case 3:
                return $"({Bool(depth - 1)} ? {List(element, depth - 1)} : [])";
            case 4 when element is "string":
                return "customer.tags";
            case 5:
                return $"[{List(element, depth - 1)}, [{Of(element, depth - 1)}]][{Pick("0", "1")}]";
            default:
                return $"[{string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Of(element, depth - 1)))}]";
        }
    }
}
