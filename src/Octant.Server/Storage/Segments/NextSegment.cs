using Microsoft.Win32.SafeHandles;

namespace Octant.Server.Storage.Segments;

/// <summary>
/// The file that the journal goes on in next, filled with zeros while the one before it is written, on a thread of its own: made by those who
/// commit, all of them would wait for it. It has no head yet, so that a start that finds it knows that it holds nothing.
/// </summary>
internal sealed class NextSegment(bool durable) : IDisposable
{
    /// <summary>Synced together. A sync of the journal may have to wait for one of these.</summary>
    private const int PieceBytes = 512 << 10;

    private static readonly byte[] Zeros = new byte[64 << 10];

    private readonly WritingThread _thread = new("journal-next");

    // Held while a piece is written.
    private readonly Lock _gate = new();
    private string? _path;
    private SafeFileHandle? _file;

    /// <summary>Begins to make a file, unless one is being made.</summary>
    public void Make(string path)
    {
        lock (_gate)
        {
            if (_path is null)
            {
                _path = path;
                _thread.Post(Fill);
            }
        }
    }

    /// <summary>The file with as much room as it has by now, open; null when it was not begun. Whoever takes it disposes it.</summary>
    public SafeFileHandle? Take()
    {
        lock (_gate)
        {
            var file = _file;
            (_path, _file) = (null, null);
            return file;
        }
    }

    /// <summary>Runs on the thread that makes files: for what nobody has to wait for.</summary>
    public void Later(Action work) => _thread.Post(work);

    public void Dispose()
    {
        var path = _path;
        if (Take() is { } file)
        {
            file.Dispose();
            File.Delete(path!);
        }

        _thread.Dispose();
    }

    private void Fill()
    {
        while (FillPiece())
        {
        }
    }

    private bool FillPiece()
    {
        lock (_gate)
        {
            if (_path is null)
            {
                return false;
            }

            try
            {
                if (_file is null)
                {
                    _file = File.OpenHandle(_path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
                }

                var length = RandomAccess.GetLength(_file);
                if (length >= JournalSegment.Capacity)
                {
                    return false;
                }

                for (var end = length + PieceBytes; length < end; length += Zeros.Length)
                {
                    RandomAccess.Write(_file, Zeros, length);
                }

                if (durable)
                {
                    FileSync.Content(_file);
                }

                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // What is there of it serves; where there is none, whoever needs the file makes it and is told why it cannot be made.
                return false;
            }
        }
    }
}
