using LaunchStack.Metrics.Client.Delivery;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Client.Spill;

/// <summary>
/// The way in where samples are spilled: each is written before it is taken. What does not fit in memory, or was left by a former client,
/// stays on disk only and is read when there is room; until that has caught up, everything takes that way, so that the order is kept.
/// </summary>
internal sealed partial class SpillQueue : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Room _memory;
    private readonly Room _disk;
    private readonly SpillJournal _journal;
    private readonly Action<LaneItem> _enqueue;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Lock _gate = new();
    private readonly Queue<(long Record, TaskCompletionSource Fed)> _waiting = new();
    private SpillPosition _next;
    private bool _isBehind;
    private bool _isClosed;
    private long _behind;
    private long _fed;
    private long _samplesBehind;
    private long _oldest = long.MaxValue;

    /// <param name="journal">The journal.</param>
    /// <param name="disk">Bounds the journal's size.</param>
    /// <param name="memory">Bounds what is in memory.</param>
    /// <param name="enqueue">Passes on what has entered memory.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where it is logged that the journal cannot be read.</param>
    public SpillQueue(SpillJournal journal, Room disk, Room memory, Action<LaneItem> enqueue, TimeProvider timeProvider, ILogger logger)
    {
        (_journal, _disk, _memory, _enqueue, _timeProvider, _logger) = (journal, disk, memory, enqueue, timeProvider, logger);
        _behind = journal.RestoredRecords;
        _samplesBehind = journal.RestoredSamples;
        _isBehind = _behind > 0;
        if (_isBehind)
        {
            _wake.Release();
        }
    }

    /// <summary>How many samples are on disk only.</summary>
    public long SamplesBehind => Interlocked.Read(ref _samplesBehind);

    /// <summary>When the oldest of them was added, in ticks of UTC.</summary>
    public long? OldestAddedAt => Interlocked.Read(ref _oldest) is var oldest && oldest == long.MaxValue ? null : oldest;

    /// <exception cref="SpillException">It could not be written, and was not added.</exception>
    public bool TryAdd(in LaneItem item)
    {
        var size = SpillRecord.SizeOf(item);
        if (!_disk.TryEnter(0, size))
        {
            return false;
        }

        Add(item, size);
        return true;
    }

    /// <exception cref="SpillException">It could not be written, and was not added.</exception>
    public async ValueTask AddAsync(LaneItem item, CancellationToken cancellationToken)
    {
        var size = SpillRecord.SizeOf(item);
        await _disk.EnterAsync(0, size, cancellationToken);
        Add(item, size);
    }

    /// <summary>Reads what is on disk only, until it is stopped.</summary>
    /// <param name="stop">Stops it; what is left stays on disk.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync(stop);
                while (await ReadNextAsync(stop) is { } item)
                {
                    await _memory.EnterAsync(item.Samples, item.Cost, stop);
                    _enqueue(item);
                    Count(item);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Waits until everything that was added up to now is in memory, or was.</summary>
    public Task WhenFedAsync()
    {
        lock (_gate)
        {
            if (_fed >= _behind)
            {
                return Task.CompletedTask;
            }

            var fed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((_behind, fed));
            return fed.Task;
        }
    }

    /// <summary>Takes no more.</summary>
    public void Close()
    {
        _disk.Close();
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _journal.Dispose();
        }

        _wake.Dispose();
    }

    private void Add(in LaneItem item, int size)
    {
        lock (_gate)
        {
            SpillSegment segment;
            var start = _journal.End;
            try
            {
                ObjectDisposedException.ThrowIf(_isClosed, typeof(MetricsClient));
                segment = _journal.Append(item, size);
            }
            catch
            {
                _disk.Release(0, size);
                throw;
            }

            if (!_isBehind && _memory.TryEnter(item.Samples, item.Cost))
            {
                _enqueue(item with { Segment = segment });
                return;
            }

            if (!_isBehind)
            {
                _isBehind = true;
                _next = start;
                Interlocked.Exchange(ref _oldest, item.AddedAt);
                _wake.Release();
            }

            _behind++;
            Interlocked.Add(ref _samplesBehind, item.Samples);
        }
    }

    private async ValueTask<LaneItem?> ReadNextAsync(CancellationToken stop)
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return ReadNext();
            }
            catch (SpillException exception)
            {
                if (pause == FirstPause)
                {
                    LogUnreadable(exception.Message);
                }
            }

            await Task.Delay(pause, _timeProvider, stop);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <exception cref="SpillException">It cannot be read now.</exception>
    private LaneItem? ReadNext()
    {
        lock (_gate)
        {
            var item = _fed < _behind ? _journal.Read(ref _next) : null;
            _isBehind = item is not null;
            if (!_isBehind)
            {
                // Nothing, unless a file was damaged since it was counted: the next start says so.
                Interlocked.Exchange(ref _samplesBehind, 0);
                Advance(_behind);
            }

            Interlocked.Exchange(ref _oldest, item?.AddedAt ?? long.MaxValue);
            return item;
        }
    }

    private void Count(in LaneItem item)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _samplesBehind, -item.Samples);
            Advance(_fed + 1);
        }
    }

    private void Advance(long fed)
    {
        _fed = fed;
        while (_waiting.TryPeek(out var first) && first.Record <= _fed)
        {
            _waiting.Dequeue().Fed.SetResult();
        }
    }

    [LoggerMessage(3011, LogLevel.Error, "{Reason}; it is read again until that succeeds, and what was added waits behind it")]
    private partial void LogUnreadable(string reason);
}
