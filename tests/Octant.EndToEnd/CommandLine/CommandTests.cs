using System.Net;
using System.Net.Sockets;

namespace Octant.EndToEnd.CommandLine;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("octant-commands-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("serve", "--bogus")]
    [InlineData("demo", "--seed", "x")]
    [InlineData("demo", "--customers", "none")]
    [InlineData("import", "file.csv")]
    [InlineData("replay", "--from", "yesterday")]
    [InlineData("count", "true", "--server", "http://localhost:5000", "--data", "x")]
    [InlineData("conquer")]
    public async Task What_a_command_does_not_know_is_named_and_exits_2(params string[] arguments)
    {
        var done = await OctantCommand.RunAsync(arguments);
        Assert.Equal(2, done.ExitCode);
        Assert.Contains("--help", done.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", done.Error, StringComparison.Ordinal);
        Assert.Empty(done.Output);
    }

    [Fact]
    public async Task A_file_is_imported_counted_decided_on_and_erased_without_a_server()
    {
        var file = Path.Combine(_folder, "people.csv");
        await File.WriteAllTextAsync(file, "id,arpu,consent.marketing\nC1,10,granted\nC2,much,refused\nC3,30,\n");

        var imported = await OctantCommand.RunAsync("import", file, "--id-column", "id", "--define", "infer", "--data", Data);
        Assert.Equal(0, imported.ExitCode);
        Assert.StartsWith("3 accepted (3 created, 0 updated, 0 unchanged), 0 rejected", imported.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "id,arpu,consent.marketing\nC1,x,granted\nC2,y,perhaps\n");
        var rejected = await OctantCommand.RunAsync("import", file, "--id-column", "id", "--data", Data);
        Assert.Equal(1, rejected.ExitCode);
        Assert.Contains("line 3, consent.marketing: expected granted or refused", rejected.Output, StringComparison.Ordinal);

        var counted = await OctantCommand.RunAsync("count", "customer.arpu == \"10\"", "--data", Data);
        Assert.StartsWith("0 of 3 customers, as of ", counted.Output, StringComparison.Ordinal);

        var misspelt = await OctantCommand.RunAsync("count", "true && customer.arpuu == \"x\"", "--data", Data);
        Assert.Equal(1, misspelt.ExitCode);
        Assert.Contains("true && customer.arpuu == \"x\"\n                 ^\n", misspelt.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean arpu?", misspelt.Error, StringComparison.Ordinal);

        var erased = await OctantCommand.RunAsync("erase", "C2", "--data", Data);
        Assert.Equal(0, erased.ExitCode);
        Assert.Equal(1, (await OctantCommand.RunAsync("erase", "C2", "--data", Data)).ExitCode);
        Assert.StartsWith("0 of 2 customers", (await OctantCommand.RunAsync("count", "false", "--data", Data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_and_its_server_answers_instead()
    {
        await using var server = await OctantProcess.StartAsync(Data);
        var refused = await OctantCommand.RunAsync("count", "true", "--data", Data);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("in use by another process", refused.Error, StringComparison.Ordinal);

        var examined = await OctantCommand.RunAsync("doctor", "--data", Data);
        Assert.Equal(1, examined.ExitCode);
        Assert.Contains("✗ storage:", examined.Output, StringComparison.Ordinal);

        var address = server.Address.ToString();
        var asked = await OctantCommand.RunAsync("count", "true", "--server", address, "--key", OctantProcess.AdministratorKey);
        Assert.StartsWith("0 of 0 customers", asked.Output, StringComparison.Ordinal);

        var keyless = await OctantCommand.RunAsync("count", "true", "--server", address);
        Assert.Equal(1, keyless.ExitCode);
        Assert.Contains("OCTANT_KEY", keyless.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_a_server_from_listening_or_keeping_data_is_said_in_a_line()
    {
        var nonsense = await OctantCommand.RunAsync("serve", "--data", Data, "--urls", "nonsense");
        Assert.Equal(1, nonsense.ExitCode);
        Assert.StartsWith("The setting urls is 'nonsense'; expected addresses such as http://", nonsense.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));

        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var inUse = await OctantCommand.RunAsync("serve", "--data", Data, "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        Assert.Equal(1, inUse.ExitCode);
        Assert.StartsWith("The server cannot listen: ", inUse.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", inUse.Output + inUse.Error, StringComparison.Ordinal);

        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var unmade = await OctantCommand.RunAsync("serve", "--data", Path.Combine(file, "data"), "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, unmade.ExitCode);
        Assert.Contains("cannot be made", unmade.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_or_a_folder_there_is_an_error_and_nothing_is_made()
    {
        var nowhere = await OctantCommand.RunAsync("decide", "C1", "--channel", "web", "--data", Data);
        Assert.Equal(1, nowhere.ExitCode);
        Assert.Contains($"There is no data folder {Data}.", nowhere.Error, StringComparison.Ordinal);

        var examined = await OctantCommand.RunAsync("doctor", "--data", Data);
        Assert.Equal(1, examined.ExitCode);
        Assert.Contains("✗ data folder: there is no", examined.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));

        // Port 9 discards; nobody listens there.
        var silent = await OctantCommand.RunAsync("count", "true", "--server", "http://127.0.0.1:9");
        Assert.Equal(1, silent.ExitCode);
        Assert.Contains("No answer from http://127.0.0.1:9/", silent.Error, StringComparison.Ordinal);
    }
}
