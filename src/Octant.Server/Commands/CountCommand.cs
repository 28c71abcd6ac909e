using System.CommandLine;
using System.Globalization;
using System.Net;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Decisions.TargetLists;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Server.Commands;

/// <summary><c>octant count</c>: how many customers satisfy an expression.</summary>
internal static class CountCommand
{
    private static readonly ServerOptions Server = new();

    private static readonly Argument<string> Expression = new("expression") { Description = "Such as: customer.arpu >= 100 && \"5g_ready\" in customer.tags" };

    private static readonly Option<string?> By = new("--by") { Description = "Breaks down by one to three attributes, combined: city,plan." };

    private static readonly Option<string?> Each = new("--each") { Description = "Charts attributes, each by itself: city,arpu." };

    private static readonly Option<int?> Sample = new("--sample") { Description = "Also names so many of the customers, drawn evenly." };

    private static readonly Option<string?> List = new("--list") { Description = "Also keeps the customers as the target list of this id." };

    public static Command Create()
    {
        var command = new Command("count", "Counts the customers that satisfy an expression.") { Expression, By, Each, Sample, List };
        Server.AddTo(command);
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
        var expression = parsed.GetRequiredValue(Expression);
        try
        {
            var answer = await server.Client.PostAsync<CountAnswer>("/audiences/count", new CountRequest(expression), stop);
            Write($"{answer.Count} of {answer.Total} customers, as of {answer.AsOf}");
            await BreakDownAsync(server.Client, expression, Names(parsed.GetValue(By)), Names(parsed.GetValue(Each)), stop);
            if (parsed.GetValue(Sample) is { } size)
            {
                var sample = await server.Client.PostAsync<SampleAnswer>("/audiences/sample", new SampleRequest(expression, size, null), stop);
                Write($"{sample.CustomerIds.Count} of {sample.Count}, as of {sample.AsOf}: {string.Join(", ", sample.CustomerIds)}");
            }

            if (parsed.GetValue(List) is { } id)
            {
                await server.Client.PutAsync($"/target-lists/{Uri.EscapeDataString(id)}", new TargetListRequest(id, expression), stop);
                var list = await server.Client.GetAsync<TargetList>($"/target-lists/{Uri.EscapeDataString(id)}", stop);
                Write($"{list.Count} customers kept as target list {list.Id}, version {list.Version}, as of {list.AsOf}");
            }

            return ExitCode.Done;
        }
        catch (RefusedException refused) when (refused.Status == HttpStatusCode.BadRequest)
        {
            await Console.Error.WriteLineAsync(PointAt(expression, refused));
            return ExitCode.Failed;
        }
    }

    private static async Task BreakDownAsync(
        OctantClient client, string expression, IReadOnlyList<string> by, IReadOnlyList<string> each, CancellationToken stop)
    {
        if (by.Count + each.Count == 0)
        {
            return;
        }

        var answer = await client.PostAsync<BreakdownAnswer>("/audiences/breakdown", new BreakdownRequest(expression, by, each), stop);
        foreach (var group in answer.Groups)
        {
            Write($"{group.Count,12}  {string.Join(", ", group.Values.Select(value => value ?? "(missing)"))}");
        }

        foreach (var chart in answer.Charts)
        {
            Write($"{chart.Attribute}: {chart.Missing} missing, {chart.Rest} beyond");
            foreach (var bar in chart.Bars)
            {
                var isRange = bar.Below is not null || chart.Least is not null;
                Write($"{bar.Count,12}  {(isRange ? $"{bar.From ?? "…"} to below {bar.Below ?? "…"}" : bar.From)}");
            }
        }
    }

    private static string[] Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>What is wrong, with the line it is in and a caret under the place.</summary>
    private static string PointAt(string expression, RefusedException refused)
    {
        var errors = refused.Problem.Errors ?? [];
        return errors.Any(error => error.Line is not null)
            ? string.Join(Environment.NewLine, errors.SelectMany(error => Point(expression.Split('\n'), error)))
            : OctantClient.Explain(refused);
    }

    private static IEnumerable<string> Point(string[] lines, FieldError error)
    {
        if (error is { Line: { } line and >= 1, Column: { } column and >= 1 } && line <= lines.Length)
        {
            yield return lines[line - 1];
            yield return new string(' ', column - 1) + "^";
            yield return $"line {line}, column {column}: {error.Expected}{(error.Nearest is null ? "" : $"; did you mean {error.Nearest}?")}";
        }
        else
        {
            yield return error.Expected;
        }
    }
}
