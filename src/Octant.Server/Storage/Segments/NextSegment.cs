using Microsoft.Win32.SafeHandles;

namespace Octant.Server.Storage.Segments;

/// <summary>
/// The file that the journal goes on in next, filled with zeros while the one before it is written, on a thread of its own: made by those who
/// commit, all of them would wait for it. It has no head yet, so that a start that finds it knows that it holds nothing. Called by one
/// thread at a time.
/// </summary>
internal sealed class NextSegment(bool durable) : IDisposable
{
    private readonly WritingThread _thread = new("journal-next");
    private Filling? _filling;

    public bool IsBegun => _filling is not null;

    /// <summary>Begins to make a file. Waits for nothing.</summary>
    public void Begin(string path)
    {
        _filling = new Filling(path, durable);
        _thread.Post(_filling.Run);
    }

    /// <summary>The file with as much room as it has by now, open; null when it was not begun. Whoever takes it disposes it.</summary>
    public SafeFileHandle? Take()
    {
        var filling = _filling;
        _filling = null;
        return filling?.Stop();
    }

    /// <summary>Done when no file is being filled: what nobody has to wait for.</summary>
    public void Later(Action work) => _thread.Post(work);

    public void Dispose()
    {
        if (_filling is { } filling && Take() is { } file)
        {
            file.Dispose();
            File.Delete(filling.Path);
        }

        _thread.Dispose();
    }

    private sealed class Filling(string path, bool durable)
    {
        /// <summary>Written and synced together: whoever stops the filling waits for one, and a sync of the journal may have to.</summary>
        private const int PieceBytes = 512 << 10;

        // Held while a piece is written.
        private readonly Lock _gate = new();
        private volatile bool _isStopped;
        private SafeFileHandle? _file;

        public string Path => path;

        public void Run()
        {
            try
            {
                while (FillPiece())
                {
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // What there is of it serves; where there is nothing, whoever needs the file makes it and is told why it cannot be made.
            }
        }

        public SafeFileHandle? Stop()
        {
            _isStopped = true;
            lock (_gate)
            {
                return _file;
            }
        }

        private bool FillPiece()
        {
            lock (_gate)
            {
                if (_isStopped)
                {
                    return false;
                }

                _file ??= File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
                var length = RandomAccess.GetLength(_file);
                length = JournalSegment.WriteZeros(_file, length, length + PieceBytes);
                if (durable)
                {
                    FileSync.Content(_file);
                }

                return length < JournalSegment.Capacity;
            }
        }
    }
}
