using System.CommandLine;
using System.Net;

namespace Octant.Server.Commands;

/// <summary><c>octant erase</c>: removes a customer and everything that is known of them.</summary>
internal static class EraseCommand
{
    private static readonly ServerOptions Server = new();

    private static readonly Argument<string> Customer = new("customer") { Description = "The operator's identifier of the customer." };

    public static Command Create()
    {
        var command = new Command("erase", "Erases a customer: identity, state, decision records. It cannot be undone.") { Customer };
        Server.AddTo(command);
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        await using var server = await Server.OpenAsync(parsed, mayCreate: false, stop);
        try
        {
            await server.Client.DeleteAsync($"/customers/{Uri.EscapeDataString(parsed.GetRequiredValue(Customer))}", stop);
        }
        catch (RefusedException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            throw new CommandFailedException("There is no such customer.");
        }

        Console.WriteLine("Erased.");
        return ExitCode.Done;
    }
}
