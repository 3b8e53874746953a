using System.Collections.Concurrent;
using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// The instances that were deleted, as this silo knows them, so that pushes to them are refused without asking the database. What another
/// silo deletes or creates again is known within <see cref="Refresh"/>.
/// </summary>
internal sealed partial class TombstoneCache : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Guid, bool> _deleting = new();
    private readonly ISampleStore _store;
    private readonly ILogger<TombstoneCache> _logger;
    private readonly SiloLoop _loop;
    private volatile IReadOnlySet<Guid> _deleted = new HashSet<Guid>();
    private int _told;

    public TombstoneCache(ISampleStore store, TimeProvider time, ILogger<TombstoneCache> logger)
    {
        (_store, _logger) = (store, logger);
        _loop = new SiloLoop(nameof(TombstoneCache), Refresh, time, TryLoadAsync);
    }

    /// <summary>Whether an instance has a tombstone.</summary>
    public bool Contains(Guid instanceId) => _deleted.Contains(instanceId);

    /// <summary>Whether this silo is deleting an instance right now, which may not have its tombstone yet.</summary>
    public bool IsDeleting(Guid instanceId) => _deleting.ContainsKey(instanceId);

    /// <summary>Says that this silo is deleting an instance, or is not any more.</summary>
    public void SetDeleting(Guid instanceId, bool deleting) => _ = deleting ? _deleting[instanceId] = true : _deleting.TryRemove(instanceId, out _);

    /// <summary>Tells of an instance that was deleted, or created again.</summary>
    public void Set(Guid instanceId, bool deleted)
    {
        lock (_gate)
        {
            _told++;
            var changed = _deleted.ToHashSet();
            _ = deleted ? changed.Add(instanceId) : changed.Remove(instanceId);
            _deleted = changed;
        }
    }

    /// <summary>Asks the database.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var told = Volatile.Read(ref _told);
        var latest = await _store.DeletedInstancesAsync(cancellationToken);
        lock (_gate)
        {
            // Told of a change meanwhile: the answer may be older than that. The next round has both.
            if (told == _told)
            {
                _deleted = latest;
            }
        }
    }

    public void Participate(ISiloLifecycle lifecycle)
    {
        // Before the first push can come, and after the store has opened.
        lifecycle.Subscribe(nameof(TombstoneCache), ServiceLifecycleStage.ApplicationServices, TryLoadAsync);
        _loop.Participate(lifecycle);
    }

    public void Dispose() => _loop.Dispose();

    private async Task TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LoadAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What is known stays in force, and the commit refuses what is not known here.
            LogNotRefreshed(exception.Message);
        }
    }

    [LoggerMessage(1202, LogLevel.Warning, "The list of deleted instances was not refreshed: {Reason}")]
    private partial void LogNotRefreshed(string reason);
}
