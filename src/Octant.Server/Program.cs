using Octant.Platform.Foundation.Storage;
using Octant.Server;

if (args is not ["serve", .. var options])
{
    await Console.Error.WriteLineAsync("Usage: octant serve --data DIR --urls URL [--database POSTGRES] [--clock manual]");
    return 2;
}

try
{
    await using var application = await OctantHost.BuildAsync(options);
    await application.RunAsync();
    return 0;
}
catch (Exception exception) when (exception is SettingException or StorageRefusedException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
