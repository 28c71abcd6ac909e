using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Sqlite;

/// <summary>Keeps other processes out of a data folder for as long as it is open; a crash lets go of it.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="StorageRefusedException">Another process has the folder, or it cannot be made or written.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Make(folder);
            return new(new FileStream(
                Path.Combine(folder, "octant.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StorageRefusedException($"The data folder {folder} cannot be written by this user.", exception);
        }
        catch (IOException exception)
        {
            throw new StorageRefusedException(
                $"The data folder {folder} is in use by another process. Stop that one, or talk to it over HTTP. ({exception.Message})",
                exception);
        }
    }

    public void Dispose() => _file.Dispose();

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException exception)
        {
            throw new StorageRefusedException($"The data folder {folder} cannot be made: {exception.Message}", exception);
        }
    }
}
