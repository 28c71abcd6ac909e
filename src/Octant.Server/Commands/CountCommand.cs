using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Octant.Engine.Calendar;

namespace Octant.Server.Commands;

/// <summary><c>octant count</c>: how many customers satisfy an expression.</summary>
internal static partial class CountCommand
{
    private static readonly ServerOptions Server = new();

    private static readonly Argument<string> Expression = new("expression") { Description = "Such as: customer.arpu >= 100 && \"5g_ready\" in customer.tags" };

    public static Command Create()
    {
        var command = new Command("count", "Counts the customers that satisfy an expression.") { Expression };
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
            var answer = await server.Client.PostAsync<AudienceCount>("/audiences/count", new AudienceQuestion(expression), stop);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Count} of {answer.Total} customers, as of {answer.AsOf}"));
            return ExitCode.Done;
        }
        catch (RefusedException refused) when (refused.Status == HttpStatusCode.BadRequest)
        {
            await Console.Error.WriteLineAsync(PointAt(expression, refused));
            return ExitCode.Failed;
        }
    }

    /// <summary>What is wrong, with the line it is in and a caret under the place, where the server tells one.</summary>
    private static string PointAt(string expression, RefusedException refused)
    {
        var texts = refused.Problem.Errors is { Count: > 0 } errors ? errors.Select(error => error.Expected) : [refused.Problem.Detail];
        return string.Join(Environment.NewLine, texts.SelectMany(text => Point(expression, text)));
    }

    private static IEnumerable<string> Point(string expression, string text)
    {
        var lines = expression.Split('\n');
        var place = Place().Match(text);
        if (place.Success
            && int.TryParse(place.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            && int.TryParse(place.Groups["column"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var column)
            && line >= 1 && line <= lines.Length && column >= 1)
        {
            yield return lines[line - 1];
            yield return new string(' ', column - 1) + "^";
        }

        yield return text;
    }

    [GeneratedRegex("line (?<line>[0-9]+), column (?<column>[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    private sealed record AudienceQuestion(string Expression);

    private sealed record AudienceCount(long Count, long Total, Instant AsOf);
}
