using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Segments;

/// <summary>
/// One file of the journal: a head, then frame behind frame. Room is made ahead by writing zeros, so that a commit changes bytes and not
/// the length of the file, which would cost the file system a commit of its own: by <see cref="NextSegment"/>, and here where that had not come to it.
/// </summary>
internal sealed class JournalSegment : IDisposable
{
    public const string FilePattern = "journal-*.log";

    /// <summary>The next frame goes into a new file where this one would grow beyond. A longer frame has a file for itself.</summary>
    public const long Capacity = 64 << 20;

    // Magic 8, number of the file 8, number of its first frame 8, checksum 4, nothing 4.
    private const int HeadBytes = 32;
    private const int LeastRoom = 64 << 10;
    private const int MostRoom = 1 << 20;
    private const ulong Magic = 0x31_4C_4A_54_4E_41_54_43;

    private static readonly byte[] Zeros = new byte[LeastRoom];

    private readonly SafeFileHandle _file;
    private readonly bool _durable;
    private long _room;

    private JournalSegment(string path, SafeFileHandle file, bool durable, SegmentIndex index)
    {
        (Path, Number, _file, _durable, Index) = (path, NumberOf(path), file, durable, index);
        _room = RandomAccess.GetLength(file);
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public long Number { get; }

    /// <summary>Of the segment appended to, it grows.</summary>
    public SegmentIndex Index { get; }

    public static string PathOf(string folder, long number) =>
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"journal-{number:D10}.log"));

    /// <param name="made">The file with room in it; null has it made.</param>
    /// <param name="durable">Whether what is written is synced.</param>
    public static JournalSegment Create(string path, SafeFileHandle? made, long firstFrame, bool durable)
    {
        var file = made ?? File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            Span<byte> head = stackalloc byte[HeadBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
            BinaryPrimitives.WriteInt64LittleEndian(head[8..], NumberOf(path));
            BinaryPrimitives.WriteInt64LittleEndian(head[16..], firstFrame);
            BinaryPrimitives.WriteUInt32LittleEndian(head[24..], JournalFormat.Checksum(head[..24]));
            RandomAccess.Write(file, head, 0);
            if (durable)
            {
                // Wholly, not only the content: the file must be found again.
                RandomAccess.FlushToDisk(file);
            }

            return new JournalSegment(path, file, durable, SegmentIndex.Empty(firstFrame, HeadBytes));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file never got as far as having a head, and so holds nothing: it was made ahead, or its making was cut short.</summary>
    public static bool IsUnused(string path)
    {
        using var file = File.OpenHandle(path);
        Span<byte> head = stackalloc byte[HeadBytes];
        return !(RandomAccess.Read(file, head, 0) == HeadBytes && IsHead(head)) && !HoldsBytes(file, HeadBytes);
    }

    /// <summary>A segment whose index has been stored.</summary>
    public static JournalSegment Open(string path, SegmentIndex index, bool durable) =>
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read), durable, index);

    /// <summary>A segment whose rows have to be looked through.</summary>
    /// <param name="isLast">Its last frame may have been cut short; nothing of it was ever acknowledged, and what is left of it is wiped out.</param>
    /// <exception cref="StorageRefusedException">It is damaged.</exception>
    public static JournalSegment Recover(string path, bool isLast, bool durable)
    {
        var bytes = File.ReadAllBytes(path);
        var index = Scan(path, bytes);
        var rest = bytes.AsSpan((int)index.End);
        var left = rest.LastIndexOfAnyExcept((byte)0) + 1;
        if (left > 0 && (!isLast || HoldsFrameAfter(rest, index.NextFrame)))
        {
            throw Damaged(path, index.End);
        }

        var segment = Open(path, index, durable);
        if (left > 0)
        {
            RandomAccess.Write(segment._file, new byte[left], index.End);
            segment.Sync();
        }

        return segment;
    }

    /// <summary>Answers how far they go: at least to the end.</summary>
    public static long WriteZeros(SafeFileHandle file, long from, long end)
    {
        for (; from < end; from += Zeros.Length)
        {
            RandomAccess.Write(file, Zeros, from);
        }

        return from;
    }

    public static long NumberOf(string path) =>
        long.Parse(System.IO.Path.GetFileNameWithoutExtension(path).AsSpan("journal-".Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Durably behind the last frame. Where it throws, nobody knows what is on the disk, and the same place is written again.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        MakeRoom(frame.Length);
        RandomAccess.Write(_file, frame, Index.End);
        Sync();
    }

    /// <summary>Nothing more is appended.</summary>
    public void Close()
    {
        RandomAccess.SetLength(_file, Index.End);
        _room = Index.End;
        Sync();
    }

    /// <summary>The row's bytes, or null where the file has been closed because all of it was deleted.</summary>
    public byte[]? Read(RowPlace place, int length)
    {
        var bytes = new byte[length];
        try
        {
            for (var read = 0; read < length;)
            {
                var more = RandomAccess.Read(_file, bytes.AsSpan(read), place.Offset + read);
                read += more > 0 ? more : throw Damaged(Path, place.Offset);
            }

            return bytes;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Tells the heads of rows as they stand in the file, frame by frame up to an end; answers how far they go, 0 when the head is damaged.</summary>
    public long ReadAgain(long end, Action<RowHead> row)
    {
        var bytes = File.ReadAllBytes(Path);
        if (!IsHeadOf(Path, bytes))
        {
            return 0;
        }

        var at = (long)HeadBytes;
        foreach (var frame in FramesOf(bytes))
        {
            if (at >= end)
            {
                break;
            }

            foreach (var head in SegmentFrame.HeadsOf(frame))
            {
                row(head);
            }

            at += frame.Length;
        }

        return at;
    }

    /// <summary>Has the system forget its pages: read again, they come from the disk.</summary>
    public void LeaveMemory() => PageCache.Leave(_file);

    public void Dispose() => _file.Dispose();

    public static StorageRefusedException Damaged(string path, long at) =>
        new($"{path} is damaged at byte {at}: restore the data folder from a backup.");

    private static SegmentIndex Scan(string path, byte[] bytes)
    {
        if (!IsHeadOf(path, bytes))
        {
            throw Damaged(path, 0);
        }

        var index = SegmentIndex.Empty(FirstFrameOf(bytes), HeadBytes);
        foreach (var frame in FramesOf(bytes))
        {
            index.Add(frame);
        }

        return index;
    }

    /// <summary>As far as they can be read.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> FramesOf(byte[] bytes)
    {
        var (at, next) = (HeadBytes, FirstFrameOf(bytes));
        while (SegmentFrame.TryRead(bytes.AsSpan(at), out var number, out var length) && number == next)
        {
            yield return bytes.AsMemory(at, length);
            (at, next) = (at + length, next + 1);
        }
    }

    private static long FirstFrameOf(byte[] bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16));

    /// <summary>A commit began only when the one before was durable: a later frame behind one that cannot be read is damage, not a cut.</summary>
    private static bool HoldsFrameAfter(ReadOnlySpan<byte> bytes, long number)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            if (SegmentFrame.TryRead(bytes, out var found, out _) && found > number)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Any but zeros from here to the end.</summary>
    private static bool HoldsBytes(SafeFileHandle file, long from)
    {
        var bytes = new byte[LeastRoom];
        for (int read; (read = RandomAccess.Read(file, bytes, from)) > 0; from += read)
        {
            if (bytes.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHeadOf(string path, byte[] bytes) =>
        bytes.Length >= HeadBytes && IsHead(bytes) && BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)) == NumberOf(path);

    private static bool IsHead(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Magic
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]) == JournalFormat.Checksum(bytes[..24]);

    private void MakeRoom(int length)
    {
        var end = Index.End + length;
        if (_room < end)
        {
            _room = WriteZeros(_file, _room, end + Math.Clamp(_room, LeastRoom, MostRoom));
        }
    }

    private void Sync()
    {
        if (_durable)
        {
            FileSync.Content(_file);
        }
    }
}
