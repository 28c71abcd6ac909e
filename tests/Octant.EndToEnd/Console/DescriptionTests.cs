using Octant.EndToEnd.CommandLine;

namespace Octant.EndToEnd.Console;

[Collection(ConsoleTests.Name)]
public sealed class DescriptionTests(ConsoleWorld world)
{
    [Fact]
    public async Task The_console_speaks_to_the_API_as_the_server_describes_it_now()
    {
        var described = await OctantCommand.TypeAsync(
            $"cd '{Repository.ConsoleSource}' && node_modules/.bin/openapi-typescript '{world.Address}openapi/v1.json'");
        Assert.True(described.ExitCode == 0, described.Error);

        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.ConsoleSource, "api", "schema.d.ts"));

        Assert.True(
            committed.Trim() == described.Output.Trim(),
            "The API has changed: start a server and run 'npm run api -- http://localhost:5000/openapi/v1.json -o api/schema.d.ts' in src/Octant.Console, then mend what the compiler names.");
    }
}
