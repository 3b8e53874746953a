using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;

namespace LaunchStack.Metrics.Cluster.Tests;

/// <summary>Both ways of clearing: the row stays without a payload, or goes.</summary>
public abstract class GrainStateTests(ClusterDatabase database, bool deleteOnClear) : IAsyncLifetime
{
    private readonly string _key = $"note {Guid.NewGuid()}";
    private IHost? _silo;

    private INoteGrain Grain => _silo!.Services.GetRequiredService<IGrainFactory>().GetGrain<INoteGrain>(_key);

    private IGrainStorage Storage => _silo!.Services.GetRequiredKeyedService<IGrainStorage>(TestHosts.State);

    public async ValueTask InitializeAsync() => _silo = await TestHosts.StartSiloAsync(database, $"{Guid.NewGuid():n}", deleteOnClear);

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.StopAsync();
            _silo.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task State_is_there_after_the_grain_has_left_memory_until_it_is_cleared()
    {
        Assert.Null(await Grain.ReadAsync());
        await Grain.WriteAsync("one");
        await Grain.WriteAsync("two");
        await Grain.LeaveMemoryAsync();
        Assert.Equal("two", await Grain.ReadAsync());
        await Grain.ClearAsync();
        await Grain.LeaveMemoryAsync();
        Assert.Null(await Grain.ReadAsync());
        await Grain.WriteAsync("three");
        await Grain.LeaveMemoryAsync();
        Assert.Equal("three", await Grain.ReadAsync());
    }

    [Fact]
    public async Task Clearing_what_was_never_written_leaves_nothing_and_a_first_write_possible()
    {
        await Grain.ClearAsync();
        await Grain.WriteAsync("one");
        await Grain.LeaveMemoryAsync();
        Assert.Equal("one", await Grain.ReadAsync());
    }

    [Fact]
    public async Task Of_many_first_writes_at_once_exactly_one_is_made()
    {
        for (var round = 0; round < 20; round++)
        {
            var id = Id($"{_key} {round}");
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => SucceedsAsync(id, new GrainState<Note>(new Note($"{number}"))))));
            Assert.Single(results, written => written);
            var read = new GrainState<Note>();
            await Storage.ReadStateAsync("note", id, read);
            Assert.True(read.RecordExists);
            Assert.Equal("1", read.ETag);
            Assert.Equal($"{Array.IndexOf(results, true)}", read.State?.Text);
        }
    }

    [Fact]
    public async Task A_write_and_a_clear_with_an_old_version_are_refused_and_change_nothing()
    {
        var id = Id(_key);
        var stale = new GrainState<Note>(new Note("old"));
        await Storage.WriteStateAsync("note", id, stale);
        var fresh = new GrainState<Note>();
        await Storage.ReadStateAsync("note", id, fresh);
        fresh.State = new Note("new");
        await Storage.WriteStateAsync("note", id, fresh);
        Assert.Equal("2", fresh.ETag);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("note", id, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("note", id, stale));
        var read = new GrainState<Note>();
        await Storage.ReadStateAsync("note", id, read);
        Assert.Equal(("new", "2"), (read.State?.Text, read.ETag));
    }

    [Fact]
    public async Task States_of_other_names_and_keys_are_left_alone()
    {
        var ids = new[] { Id("a"), Id("a b"), GrainId.Create("note", $"{Guid.NewGuid():n}"), GrainId.Create("note", $"{Guid.NewGuid():n}+ext") };
        var names = new[] { $"x{_key}", $"y{_key}" };
        foreach (var (id, name) in ids.SelectMany(id => names.Select(name => (id, name))))
        {
            await Storage.WriteStateAsync(name, id, new GrainState<Note>(new Note($"{name} {id}")));
        }

        foreach (var (id, name) in ids.SelectMany(id => names.Select(name => (id, name))))
        {
            var read = new GrainState<Note>();
            await Storage.ReadStateAsync(name, id, read);
            Assert.Equal($"{name} {id}", read.State?.Text);
        }
    }

    private static GrainId Id(string key) => GrainId.Create("note", key);

    private async Task<bool> SucceedsAsync(GrainId id, GrainState<Note> state)
    {
        try
        {
            await Storage.WriteStateAsync("note", id, state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
