namespace Octant.Platform.Foundation.Storage;

/// <summary>The folder of everything that is kept on this machine, whatever the driver. This process alone uses it.</summary>
public sealed record DataFolder(string Path);
