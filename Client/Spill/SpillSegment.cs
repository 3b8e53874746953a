using LaunchStack.Metrics.Client.Delivery;
using Microsoft.Win32.SafeHandles;

namespace LaunchStack.Metrics.Client.Spill;

/// <summary>
/// One file of the journal: a head, then records. Written at its end only. It goes when nothing in it is held any more: by a sample that is not
/// settled, or by the journal that still appends.
/// </summary>
internal sealed class SpillSegment(long number, string path, SafeFileHandle handle, long length, Action<SpillSegment> emptied) : IDisposable
{
    /// <summary>Ends with the version of the format.</summary>
    private static readonly byte[] Head = "LSSPILL1"u8.ToArray();

    private int _held = 1;

    public static int HeadSize => Head.Length;

    public long Number => number;

    public string Path => path;

    /// <summary>Where the next record goes, in bytes.</summary>
    public long Length { get; private set; } = length;

    /// <summary>What its records take, in bytes.</summary>
    public long Bytes => Math.Max(0, Length - HeadSize);

    /// <summary>How many records were met that are not what was written.</summary>
    public int Damaged { get; private set; }

    /// <summary>Whether every sample in it is settled.</summary>
    public bool IsIdle => Volatile.Read(ref _held) == 1;

    /// <exception cref="IOException">It could not be written, and is not there.</exception>
    public static SpillSegment Create(long number, string path, Action<SpillSegment> emptied)
    {
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            RandomAccess.Write(handle, Head, 0);
            return new SpillSegment(number, path, handle, HeadSize, emptied);
        }
        catch
        {
            // A full disk refuses every sample that is added, and each would leave an empty file.
            handle.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens a file of a former client.</summary>
    /// <exception cref="SpillException">It is not one of this format.</exception>
    public static SpillSegment Open(long number, string path, Action<SpillSegment> emptied)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var length = RandomAccess.GetLength(handle);
        Span<byte> head = stackalloc byte[HeadSize];

        // Shorter than its head: its writer was killed before the first record.
        if (length >= HeadSize && (RandomAccess.Read(handle, head, 0) != HeadSize || !head.SequenceEqual(Head)))
        {
            handle.Dispose();
            throw new SpillException($"\"{path}\" is no spill file of this version; deliver it with the version that wrote it, or move it away");
        }

        return new SpillSegment(number, path, handle, length, emptied);
    }

    /// <summary>Appends a record and returns when the system has it.</summary>
    public void Append(ReadOnlySpan<byte> record, int samples)
    {
        RandomAccess.Write(handle, record, Length);
        Length += record.Length;
        Hold(samples);
    }

    /// <summary>Reads the record at an offset, and moves the offset behind it; null where there is none, or none that can be read.</summary>
    public LaneItem? Read(ref long offset)
    {
        Span<byte> head = stackalloc byte[SpillRecord.HeadSize];
        while (offset + SpillRecord.HeadSize <= Length && RandomAccess.Read(handle, head, offset) == head.Length)
        {
            var size = SpillRecord.BodySize(head);
            if (size == 0 || offset + SpillRecord.HeadSize + size > Length)
            {
                return null;
            }

            var body = new byte[size];
            if (RandomAccess.Read(handle, body, offset + SpillRecord.HeadSize) != size)
            {
                return null;
            }

            offset += SpillRecord.HeadSize + size;
            if (SpillRecord.Read(head, body) is { } item)
            {
                return item with { Segment = this };
            }

            // What follows it need not be.
            Damaged++;
        }

        return null;
    }

    public void Hold(int samples) => Interlocked.Add(ref _held, samples);

    /// <summary>Lets go of samples that are settled.</summary>
    public void Release(int samples)
    {
        if (Interlocked.Add(ref _held, -samples) == 0)
        {
            emptied(this);
        }
    }

    /// <summary>Nothing is appended any more.</summary>
    public void Seal() => Release(1);

    public void Dispose() => handle.Dispose();
}
