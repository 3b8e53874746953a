using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class TombstoneCacheTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("launchstack-tombstones-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly SiloLifecycleSubject _lifecycle = new(NullLogger<SiloLifecycleSubject>.Instance);
    private ControlledStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new ControlledStore(StoreFactory.Sqlite(Path.Combine(_folder, "launchstack.db"), TimeProvider.System, NullLogger.Instance).Samples);
        await _store.OpenAsync(applySchema: true, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Tombstones_are_known_before_the_silo_is_active_and_those_of_other_silos_within_30_seconds()
    {
        var (before, after) = (await DeletedAsync(), Guid.NewGuid());
        using var cache = new TombstoneCache(_store, _time, NullLogger<TombstoneCache>.Instance);
        var known = false;
        _lifecycle.Subscribe("test", ServiceLifecycleStage.BecomeActive, _ => Task.FromResult(known = cache.Contains(before)));
        cache.Participate(_lifecycle);
        await _lifecycle.OnStart(Cancel);
        Assert.True(known);
        await Deadline.UntilAsync(() => _store.Lists == 2, "the first round");

        await DeletedAsync(after);
        await _store.CreateInstanceAsync(before, "", Cancel);
        Assert.Equal((true, false), (cache.Contains(before), cache.Contains(after)));
        _time.Advance(TimeSpan.FromSeconds(30));
        await Deadline.UntilAsync(() => cache.Contains(after) && !cache.Contains(before), "the next round");
        await _lifecycle.OnStop(Cancel);
    }

    [Fact]
    public async Task What_the_silo_itself_did_meanwhile_wins_over_an_older_answer_of_the_database()
    {
        var id = await DeletedAsync();
        using var cache = new TombstoneCache(_store, _time, NullLogger<TombstoneCache>.Instance);
        await cache.LoadAsync(Cancel);
        _store.AfterList = () =>
        {
            cache.Set(id, deleted: false);
            return Task.CompletedTask;
        };
        await cache.LoadAsync(Cancel);
        Assert.False(cache.Contains(id));
    }

    private async Task<Guid> DeletedAsync(Guid? given = null)
    {
        var id = given ?? Guid.NewGuid();
        await _store.RegisterInstancesAsync([id], Cancel);
        Assert.True(await _store.DeleteInstanceAsync(id, Cancel));
        return id;
    }
}
