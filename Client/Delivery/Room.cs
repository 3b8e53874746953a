namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>
/// Bounds what is held, in samples and in bytes. Who finds no room waits in a row: a large batch is not overtaken for ever by small ones.
/// </summary>
internal sealed class Room(long maxSamples, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _row = [];
    private long _samples;
    private long _bytes;
    private bool _closed;
    private bool _isShort;

    public long Samples => Interlocked.Read(ref _samples);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Whether something of this size can ever come in.</summary>
    public bool CanHold(int samples, long bytes) => samples <= maxSamples && bytes <= maxBytes;

    /// <summary>Whether somebody found no room since the last question, or waits for it.</summary>
    public bool TakeShortage()
    {
        lock (_gate)
        {
            var wasShort = _isShort || _row.Count > 0;
            _isShort = false;
            return wasShort;
        }
    }

    /// <exception cref="ObjectDisposedException">The room is closed.</exception>
    public bool TryEnter(int samples, long bytes)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(MetricsClient));
            if (_row.Count == 0 && Fits(samples, bytes))
            {
                Take(samples, bytes);
                return true;
            }

            _isShort = true;
            return false;
        }
    }

    /// <exception cref="ObjectDisposedException">The room is closed, or was while this waited.</exception>
    public ValueTask EnterAsync(int samples, long bytes, CancellationToken cancellationToken) =>
        TryEnter(samples, bytes) ? ValueTask.CompletedTask : new ValueTask(WaitAsync(samples, bytes, cancellationToken));

    /// <summary>Takes room that is taken in fact, however much there is.</summary>
    public void Occupy(long bytes)
    {
        lock (_gate)
        {
            Take(0, bytes);
        }
    }

    public void Release(int samples, long bytes)
    {
        lock (_gate)
        {
            _samples -= samples;
            _bytes -= bytes;
            Admit();
        }
    }

    /// <summary>Lets nobody in any more; those who wait are sent away.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var waiter in _row)
            {
                waiter.Entered.TrySetException(new ObjectDisposedException(nameof(MetricsClient)));
            }

            _row.Clear();
        }
    }

    private async Task WaitAsync(int samples, long bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(samples, bytes);
        LinkedListNode<Waiter> place;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(MetricsClient));
            place = _row.AddLast(waiter);
            Admit();
        }

        await using var registration = cancellationToken.Register(() => Leave(place, cancellationToken));
        await waiter.Entered.Task;
    }

    private void Leave(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Who was admitted meanwhile is in.
            if (place.Value.Entered.TrySetCanceled(cancellationToken))
            {
                _row.Remove(place);
                Admit();
            }
        }
    }

    private void Admit()
    {
        while (_row.First is { } first && Fits(first.Value.Samples, first.Value.Bytes))
        {
            _row.RemoveFirst();
            Take(first.Value.Samples, first.Value.Bytes);
            first.Value.Entered.SetResult();
        }
    }

    // Alone, everything fits: what a former client left on disk may be larger than this one's bounds.
    private bool Fits(int samples, long bytes) => _bytes == 0 || (_samples + samples <= maxSamples && _bytes + bytes <= maxBytes);

    private void Take(int samples, long bytes)
    {
        _samples += samples;
        _bytes += bytes;
    }

    private sealed record Waiter(int Samples, long Bytes)
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
