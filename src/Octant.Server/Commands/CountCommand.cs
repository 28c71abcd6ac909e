using System.CommandLine;
using System.Globalization;
using System.Net;
using Octant.Platform.Decisions.Audiences;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Server.Commands;

/// <summary><c>octant count</c>: how many customers satisfy an expression.</summary>
internal static class CountCommand
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
            var answer = await server.Client.PostAsync<CountAnswer>("/audiences/count", new CountRequest(expression), stop);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Count} of {answer.Total} customers, as of {answer.AsOf}"));
            return ExitCode.Done;
        }
        catch (RefusedException refused) when (refused.Status == HttpStatusCode.BadRequest)
        {
            await Console.Error.WriteLineAsync(PointAt(expression, refused));
            return ExitCode.Failed;
        }
    }

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
