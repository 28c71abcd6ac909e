// A small operator on real customers, over HTTP alone: loads this folder, imports IBM's Telco Customer Churn sample,
// rehearses ten days of web visits and SMS runs with the server's manual clock, answers the offers as the customers'
// own attributes make likely, and then checks from its own notes what the platform promises.
//
//   dotnet run examples/telco/run.cs -- --customers Telco-Customer-Churn.csv [--server URL --key KEY]
//
// Without --server it starts the built server on a new temporary folder and stops it at the end. With --server, that one
// must have been started with --clock manual on a new data folder. Exits 0 when every line says PASS, 1 when one does
// not, 2 when the rehearsal could not be carried out.

using Octant.Examples.Telco;

var options = new Dictionary<string, string>(StringComparer.Ordinal);
for (var i = 0; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}

if (args.Length % 2 != 0
    || !options.TryGetValue("--customers", out var file)
    || options.Keys.Except(["--customers", "--server", "--key"]).Any()
    || options.ContainsKey("--server") != options.ContainsKey("--key"))
{
    Console.Error.WriteLine("Usage: dotnet run examples/telco/run.cs -- --customers FILE [--server URL --key KEY]");
    Console.Error.WriteLine("FILE is IBM's public sample Telco-Customer-Churn.csv; README.md beside this script says where it is.");
    return 2;
}

try
{
    var folder = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
    var customers = Customer.Read(file);
    await using var server = options.ContainsKey("--server") ? null : await LocalServer.StartAsync(folder);
    using var api = new Api(server?.Address ?? options["--server"], server?.Key ?? options["--key"]);
    return await new Rehearsal(api, folder, file, customers).RunAsync() ? 0 : 1;
}
catch (Exception error) when (error is RehearsalException or IOException or HttpRequestException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
