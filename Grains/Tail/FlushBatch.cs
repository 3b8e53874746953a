using System.Buffers;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>What one instance handed to the writer at once. The writer may commit it in several parts.</summary>
internal sealed class FlushBatch
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AppendOutcome[]? _outcomes;
    private bool _isKept;
    private int _open;

    public FlushBatch() => _open = 1;

    public required Guid InstanceId { get; init; }

    public required ArraySegment<PendingSample> Samples { get; init; }

    /// <summary>The position of the first push of which it holds samples.</summary>
    public required long FirstPosition { get; init; }

    /// <summary>When that push came.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The oldest timestamp among its samples.</summary>
    public required DateTimeOffset Oldest { get; init; }

    /// <summary>Whether some of its samples are readings.</summary>
    public required bool HasReadings { get; init; }

    /// <summary>What it takes in memory.</summary>
    public required long Bytes { get; init; }

    /// <summary>Ends once each sample is committed or given up.</summary>
    public Task Completion => _completion.Task;

    /// <summary>What became of a sample, once the batch has ended.</summary>
    public AppendOutcome OutcomeOf(int index) => _outcomes is null ? AppendOutcome.Stored : _outcomes[index];

    /// <summary>Whether the array of <see cref="Samples"/> is the pool's.</summary>
    public required bool IsRented { get; init; }

    /// <summary>Says that somebody reads the samples after the batch has left the tail. Under the tail's lock, while it is there.</summary>
    public void Keep() => _isKept = true;

    /// <summary>Says that the batch will be settled in so many parts.</summary>
    public void Split(int parts) => _open = parts;

    /// <summary>Notes what became of some of the samples; true with the last part.</summary>
    /// <param name="places">Which ones; null: all.</param>
    /// <param name="outcomes">What became of each.</param>
    public bool Settle(int[]? places, ReadOnlySpan<AppendOutcome> outcomes)
    {
        Note(places, outcomes);
        return Interlocked.Decrement(ref _open) == 0;
    }

    /// <summary>Notes what became of some of the samples of a part that is not settled yet.</summary>
    /// <param name="places">Which ones; null: all.</param>
    /// <param name="outcomes">What became of each.</param>
    public void Note(int[]? places, ReadOnlySpan<AppendOutcome> outcomes)
    {
        if (outcomes.ContainsAnyExcept(AppendOutcome.Stored))
        {
            Interlocked.CompareExchange(ref _outcomes, new AppendOutcome[Samples.Count], null);
            for (var index = 0; index < outcomes.Length; index++)
            {
                _outcomes[places is null ? index : places[index]] = outcomes[index];
            }
        }
    }

    /// <summary>Tells who waits. After the batch has left the tail: who waited for the commit must not find it there any more.</summary>
    public void Complete()
    {
        if (IsRented && !_isKept)
        {
            // Counters are references, and the pool lives as long as the process.
            ArrayPool<PendingSample>.Shared.Return(Samples.Array!, clearArray: HasReadings);
        }

        _completion.TrySetResult();
    }
}
