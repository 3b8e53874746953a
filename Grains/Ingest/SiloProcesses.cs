using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Placement;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Ingest;

/// <summary>
/// Where the processes are that receipts name (<see cref="Durability.Silo"/>). Silos are asked when a receipt names a process that is not known, once each where
/// they answer; until they have, and where they are too old to know the question, calls go to the instances.
/// </summary>
internal sealed partial class SiloProcesses(IGrainFactory grains, ISiloStatusOracle silos, OlderSilos older, TimeProvider time, ILogger<SiloProcesses> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Guid, SiloAddress> _places = new();
    private long _askedAt = time.GetTimestamp() - (long)(Pause.TotalSeconds * time.TimestampFrequency);
    private int _next;

    /// <summary>The silo of a process; null where it is not known, or is gone.</summary>
    public SiloAddress? Find(Guid process)
    {
        if (_places.TryGetValue(process, out var silo))
        {
            return IsActive(silo) ? silo : null;
        }

        var askedAt = Volatile.Read(ref _askedAt);
        if (time.GetElapsedTime(askedAt) >= Pause && Interlocked.CompareExchange(ref _askedAt, time.GetTimestamp(), askedAt) == askedAt)
        {
            _ = AskAsync();
        }

        return null;
    }

    /// <summary>Whether a silo takes calls, as far as this one knows. A call to one that does not is tried again several times, and logged, before it fails.</summary>
    public bool IsActive(SiloAddress silo) => silos.GetApproximateSiloStatus(silo) == SiloStatus.Active;

    /// <summary>Where parts for a silo go. In turn to as many grains as this silo has cores, for each of them runs on one at a time.</summary>
    public ISiloIngestGrain Of(SiloAddress silo) =>
        grains.GetGrain<ISiloIngestGrain>(NamedSilo.KeyOf(silo, (int)((uint)Interlocked.Increment(ref _next) % (uint)Environment.ProcessorCount)));

    private Task AskAsync()
    {
        var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.ToHashSet();
        foreach (var (process, silo) in _places)
        {
            if (!active.Remove(silo))
            {
                _places.TryRemove(process, out _);
            }
        }

        return Task.WhenAll(active.Where(silo => !older.LacksIngest(silo)).Select(AskAsync));
    }

    private async Task AskAsync(SiloAddress silo)
    {
        try
        {
            _places[await Of(silo).GetProcessAsync().WaitAsync(Patience, time)] = silo;
        }
        catch (Exception exception)
        {
            LogNotAsked(silo, exception.Message);
        }
    }

    [LoggerMessage(1204, LogLevel.Debug, "Silo {Silo} does not say which process it is, and gets parts of pushes one by one: {Reason}")]
    private partial void LogNotAsked(SiloAddress silo, string reason);
}
