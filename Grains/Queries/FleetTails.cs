using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Placement;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The tails of all silos, each asked once.</summary>
internal sealed partial class FleetTails(
    IGrainFactory grains, ISiloStatusOracle silos, SiloChanges changes, OlderSilos older, ISampleStore store, QueryLimiter limiter, TimeProvider time, ILogger<FleetTails> logger)
{
    // What a silo that does not answer has accepted cannot be had, and the others' answers are worth something.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // One that is about to stop commits what it has, or answers at once.
    private static readonly TimeSpan PatienceWithStopping = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<SiloAddress, bool> _silent = new();

    /// <summary>All silos' tails within a range.</summary>
    public Task<FleetTail> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AskAsync(silo => silo.ReadAsync(from, to), from, cancellationToken);

    /// <summary>The newest samples of some instances in all silos' tails.</summary>
    public Task<FleetTail> LatestAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. instanceIds];
        return AskAsync(silo => silo.LatestAsync(ids), DateTimeOffset.MinValue, cancellationToken);
    }

    private async Task<FleetTail> AskAsync(Func<ISiloTailGrain, Task<SiloTail>> ask, DateTimeOffset from, CancellationToken cancellationToken)
    {
        // Before the silos are asked: one that comes and goes meanwhile is in no mark.
        var known = changes.Count;

        // A silo that is about to stop still has what it has not committed.
        var statuses = silos.GetApproximateSiloStatuses();
        foreach (var gone in _silent.Keys.Where(silo => !statuses.ContainsKey(silo) || statuses[silo] == SiloStatus.Dead))
        {
            _silent.TryRemove(gone, out _);
        }

        var writing = statuses.Where(silo => silo.Value is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping).ToList();
        var tails = await Task.WhenAll(writing.Select(silo => AskOneAsync(silo.Key, isStopping: silo.Value != SiloStatus.Active)));
        var answered = tails.OfType<SiloTail>().OrderBy(tail => tail.Silo).ToList();

        // What a silo writes that did not answer is in no mark.
        var isComplete = answered.Count == tails.Length;
        return new FleetTail(
            answered.Count == 0 ? Timestamps.Hour(time.GetUtcNow()) : answered.Min(tail => tail.OpenHour),
            isComplete ? FleetMark.Of(answered, known, tail => tail.Writes, onlyLate: false) : StoreMark.Unknown(),
            isComplete ? FleetMark.Of(answered, known, tail => tail.LateWrites, onlyLate: true) : StoreMark.Unknown(),
            new SliceMarks(RangeRules.Start(from, WriteMarks.Slice), known, isComplete ? answered : []),
            await TailedSamples.DeriveAsync(answered.SelectMany(tail => tail.Tails), store, limiter, cancellationToken));

        async Task<SiloTail?> AskOneAsync(SiloAddress silo, bool isStopping)
        {
            if (older.LacksTail(silo))
            {
                return NotAnswered("it is of an older version");
            }

            try
            {
                var tail = await ask(grains.GetGrain<ISiloTailGrain>(NamedSilo.KeyOf(silo))).WaitAsync(isStopping ? PatienceWithStopping : Patience, time, cancellationToken);
                _silent.TryRemove(silo, out _);
                return tail;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return NotAnswered(exception.Message);
            }

            SiloTail? NotAnswered(string reason)
            {
                // Once until it answers again: a page that refreshes would fill the log.
                if (!isStopping && _silent.TryAdd(silo, true))
                {
                    LogNoAnswer(silo, reason);
                }

                return null;
            }
        }
    }

    [LoggerMessage(1020, LogLevel.Warning, "Silo {Silo} does not tell what it has accepted: {Reason}")]
    private partial void LogNoAnswer(SiloAddress silo, string reason);
}
