using System.CommandLine;
using System.Runtime.InteropServices;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Commands;

/// <summary>What a command says to the shell.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>It failed or was refused.</summary>
    public const int Failed = 1;

    /// <summary>It was called in a way that means nothing.</summary>
    public const int Usage = 2;

    /// <summary>A replay came out otherwise, but only where another version of the engine had decided.</summary>
    public const int OtherEngineVersion = 3;
}

/// <summary>A command cannot go on. The message is for the person who called it.</summary>
public sealed class CommandFailedException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>
/// The command line. <c>serve</c> is the server itself; every other command is a client of one, over HTTP: of a server that
/// runs somewhere, or with <c>--data</c> of one started for the moment in the same process.
/// </summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Build().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(Readable(error.Message));
            }

            await Console.Error.WriteLineAsync($"See: octant {PathOf(parsed.CommandResult.Command)}--help");
            return ExitCode.Usage;
        }

        // The server stops by the host's own rules, and clients by RunAsync below: no clock of the parser's runs beside them.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>Every command, with its options.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("Octant decides which offer to make to which customer, through which channel, at which moment, or to stay silent.")
        {
            ServeCommand.Create(),
            DemoCommand.Create(),
            ImportCommand.Create(),
            CountCommand.Create(),
            DecideCommand.Create(),
            ReplayCommand.Create(),
            SimulateCommand.Create(),
            EffectCommand.Create(),
            OffPolicyCommand.Create(),
            CampaignEffectCommand.Create(),
            BeforeAfterCommand.Create(),
            AcceptanceCommand.Create(),
            ModelReportCommand.Create(),
            ModelsCommand.Create(),
            TariffCommand.Create(),
            AllocateCommand.Create(),
            EraseCommand.Create(),
            DoctorCommand.Create(),
        };
        root.SetAction(_ =>
        {
            Console.Error.WriteLine("Usage: octant serve | demo | import | count | decide | replay | simulate | effect | campaign-effect | off-policy | before-after | acceptance | model-report | models | tariff | allocate | erase | doctor; octant --help says more.");
            return ExitCode.Usage;
        });
        return root;
    }

    /// <summary>Runs a command, turning what may be expected to fail into a line and an exit code, and Ctrl-C into a cancellation.</summary>
    internal static void SetCommand(this Command command, Func<ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction(async parsed =>
        {
            using var stop = new CancellationTokenSource();
            using var interrupt = Register(PosixSignal.SIGINT, stop);
            using var terminate = Register(PosixSignal.SIGTERM, stop);
            try
            {
                return await run(parsed, stop.Token);
            }
            catch (CommandFailedException failed)
            {
                await Console.Error.WriteLineAsync(failed.Message);
                return failed.ExitCode;
            }
            catch (RefusedException refused)
            {
                await Console.Error.WriteLineAsync(OctantClient.Explain(refused));
                return ExitCode.Failed;
            }
            catch (Exception exception) when (exception is SettingException or StorageRefusedException)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return ExitCode.Failed;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Interrupted.");
                return ExitCode.Failed;
            }
        });

    private static PosixSignalRegistration Register(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });

    /// <summary>The parser speaks of types of the program; people know numbers.</summary>
    private static string Readable(string message) => message
        .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.UInt64'", "as a whole number from 0", StringComparison.Ordinal)
        .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Decimal'", "as a number", StringComparison.Ordinal);

    private static string PathOf(Command command) => command is RootCommand ? "" : command.Name + " ";
}
