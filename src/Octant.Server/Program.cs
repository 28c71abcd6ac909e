using Octant.Server.Commands;

return await CommandLine.RunAsync(args);
