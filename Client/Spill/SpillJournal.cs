using System.Buffers;
using System.Globalization;
using LaunchStack.Metrics.Client.Delivery;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Client.Spill;

/// <summary>
/// Added samples on disk, in numbered files of one directory that no other process uses meanwhile. Not safe for several threads but for the
/// release of samples.
/// </summary>
internal sealed partial class SpillJournal : IDisposable
{
    /// <summary>The least bound of the size: the largest unit must fit beside files that are held by others.</summary>
    public const long MinBytes = 4 * 1024 * 1024;

    private const int Segments = 8;
    private const long MaxSegmentSize = 16 * 1024 * 1024;

    // A file that everything in it has left is given up at this size, not at once: a new one for every push would cost more.
    private const long IdleSize = 256 * 1024;
    private const string Extension = ".spill";

    private readonly string _directory;
    private readonly long _segmentSize;
    private readonly Room _disk;
    private readonly ILogger _logger;
    private readonly FileStream _claim;
    private readonly Lock _gate = new();
    private readonly SortedList<long, SpillSegment> _segments = [];
    private SpillSegment? _active;
    private long _newest;

    /// <param name="directory">The directory; created where it is not there.</param>
    /// <param name="maxBytes">The bound of the size.</param>
    /// <param name="disk">Counts it. Who appends has entered it; files that were there occupy it, and those that go leave it.</param>
    /// <param name="logger">Where damage is logged.</param>
    /// <exception cref="SpillException">The directory cannot be used.</exception>
    public SpillJournal(string directory, long maxBytes, Room disk, ILogger logger)
    {
        _directory = Path.GetFullPath(directory);
        _segmentSize = Math.Min(maxBytes / Segments, MaxSegmentSize);
        _disk = disk;
        _logger = logger;
        _claim = Claim();
        try
        {
            Scan();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException and not SpillException))
        {
            Dispose();
            throw Unusable(exception);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What a former client left, in records.</summary>
    public long RestoredRecords { get; private set; }

    /// <summary>The same in samples.</summary>
    public long RestoredSamples { get; private set; }

    /// <summary>The place behind the newest record.</summary>
    public SpillPosition End => _active is { } active ? new SpillPosition(active.Number, active.Length) : new SpillPosition(_newest + 1, SpillSegment.HeadSize);

    /// <summary>Appends a unit and returns the file that holds it, once the system has it: the process may be killed then.</summary>
    /// <exception cref="IOException">It could not be written, and is not there.</exception>
    public SpillSegment Append(in LaneItem item, int size)
    {
        var record = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            SpillRecord.Write(item, record.AsSpan(0, size));
            RollIfDue(size);
            _active!.Append(record.AsSpan(0, size), item.Samples);
            return _active;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Part of the record may be there: nothing must follow it.
            Seal();
            throw new SpillException($"\"{_directory}\" cannot be written: {exception.Message}", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
    }

    /// <summary>Reads the record at a place, or the next one behind it, and moves the place behind that; null at the end.</summary>
    /// <exception cref="SpillException">It cannot be read now; it is still there, and the place is before it.</exception>
    public LaneItem? Read(ref SpillPosition position)
    {
        while (true)
        {
            if (Find(position.Segment) is not { } segment)
            {
                return null;
            }

            var offset = segment.Number == position.Segment ? position.Offset : SpillSegment.HeadSize;
            LaneItem? item;
            try
            {
                item = segment.Read(ref offset);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new SpillException($"\"{segment.Path}\" cannot be read: {exception.Message}", exception);
            }

            position = new SpillPosition(segment.Number, offset);
            if (item is not null || segment == _active)
            {
                return item;
            }

            position = new SpillPosition(segment.Number + 1, SpillSegment.HeadSize);
        }
    }

    /// <summary>Closes the files; those in which nothing is held any more go.</summary>
    public void Dispose()
    {
        Seal();
        lock (_gate)
        {
            foreach (var segment in _segments.Values)
            {
                segment.Dispose();
            }
        }

        _claim.Dispose();
    }

    private FileStream Claim()
    {
        try
        {
            Directory.CreateDirectory(_directory);
            var path = Path.Combine(_directory, "lock");
            try
            {
                // The system lets go of it with the process, however that ends.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (File.Exists(path))
            {
                throw new SpillException($"\"{_directory}\" is used by another client; every client needs a spill directory of its own", exception);
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException and not SpillException))
        {
            throw Unusable(exception);
        }
    }

    private void Scan()
    {
        var found = Directory.EnumerateFiles(_directory, $"*{Extension}")
            .Select(path => (Path: path, IsOurs: long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number), Number: number))
            .Where(file => file.IsOurs)
            .OrderBy(file => file.Number);
        foreach (var (path, _, number) in found)
        {
            var segment = SpillSegment.Open(number, path, Forget);
            _segments.Add(number, segment);
            _newest = number;
            _disk.Occupy(segment.Bytes);
            Scan(segment);
            segment.Seal();
        }
    }

    private void Scan(SpillSegment segment)
    {
        long offset = SpillSegment.HeadSize;
        while (segment.Read(ref offset) is { } item)
        {
            segment.Hold(item.Samples);
            RestoredRecords++;
            RestoredSamples += item.Samples;
        }

        if (offset < segment.Length)
        {
            LogTorn(segment.Path, segment.Length - offset);
        }

        if (segment.Damaged > 0)
        {
            LogDamaged(segment.Path, segment.Damaged);
        }
    }

    private void RollIfDue(int size)
    {
        if (_active is { } active && (active.Length + size > _segmentSize || (active.IsIdle && active.Length > IdleSize)))
        {
            Seal();
        }

        if (_active is null)
        {
            var number = ++_newest;
            var created = SpillSegment.Create(number, Path.Combine(_directory, $"{number:d12}{Extension}"), Forget);
            lock (_gate)
            {
                _segments.Add(number, created);
            }

            _active = created;
        }
    }

    private void Seal()
    {
        var active = _active;
        _active = null;
        active?.Seal();
    }

    private SpillSegment? Find(long number)
    {
        lock (_gate)
        {
            foreach (var (key, segment) in _segments)
            {
                if (key >= number)
                {
                    return segment;
                }
            }

            return null;
        }
    }

    private void Forget(SpillSegment segment)
    {
        lock (_gate)
        {
            _segments.Remove(segment.Number);
        }

        segment.Dispose();
        try
        {
            File.Delete(segment.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next client sends it again, which stores nothing twice.
            LogNotDeleted(exception, segment.Path);
        }

        _disk.Release(0, segment.Bytes);
    }

    private SpillException Unusable(Exception exception) =>
        new($"\"{_directory}\" cannot be used as the spill directory: {exception.Message.ReplaceLineEndings(" ")}", exception);

    [LoggerMessage(3005, LogLevel.Warning, "{Path} ends with {Bytes} bytes that are no whole record: its writer was killed, or the machine, before it said that they were added")]
    private partial void LogTorn(string path, long bytes);

    [LoggerMessage(3007, LogLevel.Error, "{Path} holds {Records} damaged records, whose samples are lost")]
    private partial void LogDamaged(string path, int records);

    [LoggerMessage(3006, LogLevel.Warning, "{Path} is no longer needed and cannot be deleted")]
    private partial void LogNotDeleted(Exception exception, string path);
}
