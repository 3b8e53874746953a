using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>The tails of all silos, each asked once.</summary>
internal sealed partial class FleetTails(IGrainFactory grains, ISiloStatusOracle silos, ISampleStore store, TimeProvider time, ILogger<FleetTails> logger)
{
    // What a silo that does not answer has accepted cannot be had, and the others' answers are worth something.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>All silos' tails within a range.</summary>
    public Task<FleetTail> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AskAsync(silo => silo.ReadAsync(from, to), cancellationToken);

    /// <summary>The newest samples of some instances in all silos' tails.</summary>
    public Task<FleetTail> LatestAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. instanceIds];
        return AskAsync(silo => silo.LatestAsync(ids), cancellationToken);
    }

    private async Task<FleetTail> AskAsync(Func<ISiloTailGrain, Task<SiloTail>> ask, CancellationToken cancellationToken)
    {
        var tails = await Task.WhenAll(silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(AskOneAsync));
        var answered = tails.OfType<SiloTail>().OrderBy(tail => tail.Silo).ToList();
        var samples = answered.SelectMany(tail => tail.Tails);
        return new FleetTail(
            answered.Count == 0 ? Timestamps.Hour(time.GetUtcNow()) : answered.Min(tail => tail.OpenHour),
            MarkOf(answered),
            await TailedSamples.DeriveAsync(samples, store, cancellationToken));

        async Task<SiloTail?> AskOneAsync(SiloAddress silo)
        {
            try
            {
                return await ask(grains.GetGrain<ISiloTailGrain>(silo.ToParsableString())).WaitAsync(Patience, time, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNoAnswer(silo, exception.Message);
                return null;
            }
        }
    }

    // Of all silos together: which they are, and what each has written.
    private static StoreMark MarkOf(List<SiloTail> tails)
    {
        var (silos, writes) = (new HashCode(), new HashCode());
        foreach (var tail in tails)
        {
            silos.Add(tail.Silo);
            writes.Add(tail.LateWrites);
        }

        // One silo's are exact; a hash over several may be the same by chance once in four thousand million.
        return tails.Count == 1
            ? new StoreMark(tails[0].Silo, tails[0].LateWrites)
            : new StoreMark(new Guid(silos.ToHashCode(), 0, 0, new byte[8]), ((long)writes.ToHashCode() << 32) | (uint)tails.Sum(tail => tail.LateWrites));
    }

    [LoggerMessage(1020, LogLevel.Warning, "Silo {Silo} did not tell what it has accepted: {Reason}")]
    private partial void LogNoAnswer(SiloAddress silo, string reason);
}
