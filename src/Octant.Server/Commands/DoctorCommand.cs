using System.CommandLine;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage;

namespace Octant.Server.Commands;

/// <summary>
/// <c>octant doctor</c>: looks at a data folder or database that nobody has open and says of everything whether it is as it
/// should be. It changes nothing.
/// </summary>
internal static class DoctorCommand
{
    private static readonly Option<string?> Data = new("--data") { Description = "The data folder." };

    private static readonly Option<string?> Database = new("--database") { Description = "PostgreSQL: postgres://user:password@host:port/name" };

    public static Command Create()
    {
        var command = new Command("doctor", "Examines a data folder or database.") { Data, Database };
        command.SetCommand(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var (data, database) = (parsed.GetValue(Data) ?? "data", parsed.GetValue(Database));
        var findings = new DoctorFindings();
        if (database is null)
        {
            FolderExamination.Examine(data, findings);
        }

        MachineExamination.Examine(database is null ? data : ".", findings);
        if (findings.AllWell)
        {
            await ExamineStorageAsync(data, database, findings, stop);
        }

        Console.WriteLine(findings.AllWell ? "Everything is as it should be." : "Something is wrong.");
        return findings.AllWell ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task ExamineStorageAsync(string data, string? database, DoctorFindings findings, CancellationToken stop)
    {
        IStorage storage;
        try
        {
            storage = await StorageDrivers.OpenAsync(
                data, database, new StorageOptions(AuditKeys: HostSettings.ReadAuditKeys(Environment.GetEnvironmentVariable("Octant__AuditKey"))), stop);
        }
        catch (StorageRefusedException refused)
        {
            findings.Wrong("storage", refused.Message);
            return;
        }

        await using (storage)
        {
            await StorageExamination.ExamineAsync(storage, findings, stop);
        }
    }
}

/// <summary>What was found, printed as it comes.</summary>
internal sealed class DoctorFindings
{
    public bool AllWell { get; private set; } = true;

    public void Well(string what, string detail) => Console.WriteLine($"✓ {what}: {detail}");

    public void Wrong(string what, string detail)
    {
        AllWell = false;
        Console.WriteLine($"✗ {what}: {detail}");
    }

    public void Judge(bool well, string what, string detail)
    {
        if (well)
        {
            Well(what, detail);
        }
        else
        {
            Wrong(what, detail);
        }
    }
}
