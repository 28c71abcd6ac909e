using System.Text;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers.Import;

/// <summary>
/// A body set down in the data folder, so that it can be read more than once without being held in memory. Only this
/// process can read it, and it is gone when it is disposed or the process ends, however that happens.
/// </summary>
public sealed class SpooledFile : IAsyncDisposable
{
    private const string Folder = "spool";
    private const int BufferBytes = 1 << 16;

    private readonly FileStream _file;

    private SpooledFile(FileStream file) => _file = file;

    public static async Task<SpooledFile> ReceiveAsync(DataFolder data, Stream body, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data.Path, Folder)).FullName;
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = BufferBytes,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        var spooled = new SpooledFile(new FileStream(path, options));
        if (!OperatingSystem.IsWindows())
        {
            // An open file needs no name here; elsewhere the system deletes it with its last handle.
            File.Delete(path);
        }

        try
        {
            await body.CopyToAsync(spooled._file, BufferBytes, cancellation);
            await spooled._file.FlushAsync(cancellation);
            return spooled;
        }
        catch
        {
            await spooled.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads from the beginning, as UTF-8 unless a byte order mark says otherwise. One reader at a time.</summary>
    public TextReader Open()
    {
        _file.Position = 0;
        return new StreamReader(_file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferBytes, leaveOpen: true);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
