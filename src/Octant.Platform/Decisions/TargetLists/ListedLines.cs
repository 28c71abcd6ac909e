using System.Collections.Frozen;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.TargetLists;

/// <summary>One line of an uploaded list.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Value">Its first field, without quotes around it.</param>
internal readonly record struct ListedLine(int Number, string Value);

/// <summary>Reads who is on an uploaded list: the first field of every line, blank ones left out, a heading left out.</summary>
internal static class ListedLines
{
    private const int MostLines = 5_000_000;

    private static readonly char[] Separators = [',', ';', '\t'];

    private static readonly FrozenSet<string> Headings = new[]
    {
        "customerid", "customer_id", "customer", "id", "phone", "phonenumber", "phone_number", "msisdn", "mobile", "number",
        "客户", "客户编号", "客户号", "用户号", "号码", "手机", "手机号", "手机号码", "电话", "电话号码",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static async Task<Result<IReadOnlyList<ListedLine>>> ReadAsync(TextReader reader, CancellationToken cancellation)
    {
        var lines = new List<ListedLine>();
        for (var number = 1; await reader.ReadLineAsync(cancellation) is { } line; number++)
        {
            var value = FirstField(line);
            if (value.Length == 0 || (lines.Count == 0 && Headings.Contains(value)))
            {
                continue;
            }

            if (lines.Count == MostLines)
            {
                return Problem.Invalid("$", $"a list of up to {MostLines} lines");
            }

            lines.Add(new ListedLine(number, value));
        }

        return lines.Count > 0 ? lines : Problem.Invalid("$", "a line with a customer at least");
    }

    private static string FirstField(string line)
    {
        var text = line.AsSpan().Trim();
        if (text is ['"', ..] && text[1..].IndexOf('"') is var end and >= 0)
        {
            return text.Slice(1, end).Trim().ToString();
        }

        var cut = text.IndexOfAny(Separators);
        return (cut < 0 ? text : text[..cut]).Trim().ToString();
    }
}
