namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Deleting an instance, and creating it again.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task Deleting_an_instance_leaves_nothing_of_it_and_everything_of_others()
    {
        var store = await StoreAsync();
        var (id, other) = (await RegisterAsync(store), await RegisterAsync(store));
        await store.AppendAsync([.. ThreeDays(id), .. ThreeDays(other)], Cancel);
        var before = await EverythingAsync(store, other);
        Assert.All(before, Assert.NotEmpty);

        Assert.True(await store.DeleteInstanceAsync(id, Cancel));
        Assert.All(await EverythingAsync(store, id), Assert.Empty);
        Assert.DoesNotContain(await store.InstancesAsync(int.MaxValue, null, Cancel), instance => instance.Id == id);
        Assert.Equal(before, await EverythingAsync(store, other));
        Assert.Contains(id, await store.DeletedInstancesAsync(Cancel));
        Assert.DoesNotContain(other, await store.DeletedInstancesAsync(Cancel));
    }

    [Fact]
    public async Task A_deleted_instance_is_not_registered_again_by_its_pushes_and_costs_its_neighbours_nothing()
    {
        var store = await StoreAsync();
        var (id, other) = (await RegisterAsync(store), Guid.NewGuid());
        await store.DeleteInstanceAsync(id, Cancel);
        await store.RegisterInstancesAsync([id, other], Cancel);
        Assert.Equal([other], await store.FindInstancesAsync([id, other], Cancel));
        Assert.Equal(
            [AppendOutcome.UnknownInstance, AppendOutcome.Stored, AppendOutcome.UnknownInstance],
            await store.AppendAsync([Delta(id, At(1)), Delta(other, At(1)), Reading(id, 2, 5)], Cancel));
        Assert.All(await EverythingAsync(store, id), Assert.Empty);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_changes_nothing()
    {
        var store = await StoreAsync();
        var (id, gone) = (Guid.NewGuid(), await RegisterAsync(store));
        Assert.True(await store.DeleteInstanceAsync(gone, Cancel));
        Assert.False(await store.DeleteInstanceAsync(gone, Cancel));
        Assert.False(await store.DeleteInstanceAsync(id, Cancel));
        Assert.DoesNotContain(id, await store.DeletedInstancesAsync(Cancel));
        await store.RegisterInstancesAsync([id], Cancel);
        Assert.Equal([id], await store.FindInstancesAsync([id, gone], Cancel));
    }

    [Fact]
    public async Task An_instance_that_is_created_again_starts_from_nothing()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        await store.AppendAsync([.. ThreeDays(id)], Cancel);
        await store.DeleteInstanceAsync(id, Cancel);

        var created = await store.CreateInstanceAsync(id, "web-1", Cancel);
        Assert.Equal((id, "web-1"), (created!.Id, created.Name));
        Assert.Equal(created, Assert.Single(await store.InstancesAsync(int.MaxValue, null, Cancel), instance => instance.Id == id));
        Assert.DoesNotContain(id, await store.DeletedInstancesAsync(Cancel));
        Assert.All(await EverythingAsync(store, id), Assert.Empty);

        // The first reading ever: a baseline of the instance before would make bytes of it.
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Reading(id, 90_000, 1_000)], Cancel));
        Assert.Equal([0], await BytesAsync(store, id));
    }

    [Fact]
    public async Task Creating_an_instance_that_is_there_leaves_it_as_it_is()
    {
        var store = await StoreAsync();
        var id = Guid.NewGuid();
        var created = await store.CreateInstanceAsync(id, "first", Cancel);
        Assert.NotNull(created);
        Assert.Null(await store.CreateInstanceAsync(id, "second", Cancel));
        Assert.Equal(created, Assert.Single(await store.InstancesAsync(int.MaxValue, null, Cancel), instance => instance.Id == id));
    }

    [Fact]
    public async Task Pushes_to_an_instance_that_is_being_deleted_are_refused_at_once_and_those_to_others_go_on()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var (id, other) = (await RegisterAsync(store), await RegisterAsync(store));
        await store.AppendAsync([Delta(id, At(0)), Delta(other, At(0))], Cancel);
        await place.BuryAsync(id);
        Assert.Equal([other], await store.FindInstancesAsync([id, other], Cancel));
        Assert.Equal(
            [AppendOutcome.UnknownInstance, AppendOutcome.Stored, AppendOutcome.UnknownInstance, AppendOutcome.Stored],
            await store.AppendAsync([Delta(id, At(1)), Delta(other, At(1)), Reading(id, 2, 0), Reading(other, 2, 0)], Cancel));
        Assert.Equal(1, (await place.TotalAsync(id)).Rows);
    }

    [Fact]
    public async Task Deleting_under_pushes_that_go_on_leaves_nothing()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        for (var round = 0; round < 5; round++)
        {
            var id = await RegisterAsync(store);
            using var enough = new CancellationTokenSource();
            var first = new TaskCompletionSource();
            var pushing = Enumerable.Range(0, 4).Select(writer => Task.Run(
                async () =>
                {
                    var other = await place.StoreAsync(writer % 2);
                    for (var second = writer; !enough.IsCancellationRequested; second += 4)
                    {
                        await other.RegisterInstancesAsync([id], Cancel);
                        await other.AppendAsync([Delta(id, At(second)), Reading(id, second + 0.5, second * 10)], Cancel);
                        first.TrySetResult();
                    }
                },
                Cancel)).ToList();
            await first.Task;
            Assert.True(await store.DeleteInstanceAsync(id, Cancel));
            Assert.All(await EverythingAsync(store, id), Assert.Empty);
            await enough.CancelAsync();
            await Task.WhenAll(pushing);
            Assert.All(await EverythingAsync(store, id), Assert.Empty);
            Assert.Empty(await store.FindInstancesAsync([id], Cancel));
        }
    }

    [Fact]
    public async Task A_deletion_that_was_stopped_goes_on_when_it_is_repeated()
    {
        var store = await StoreAsync();
        for (var milliseconds = 0; milliseconds < 40; milliseconds += 2)
        {
            var id = await RegisterAsync(store);
            await store.AppendAsync([.. ThreeDays(id)], Cancel);
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds));
            try
            {
                await store.DeleteInstanceAsync(id, soon.Token);
            }
            catch (OperationCanceledException)
            {
                await store.DeleteInstanceAsync(id, Cancel);
            }

            Assert.All(await EverythingAsync(store, id), Assert.Empty);
            Assert.Contains(id, await store.DeletedInstancesAsync(Cancel));
            Assert.False(await store.DeleteInstanceAsync(id, Cancel));
        }
    }

    [Fact]
    public async Task Creating_an_instance_whose_deletion_was_stopped_brings_nothing_back()
    {
        var store = await StoreAsync();
        for (var milliseconds = 0; milliseconds < 20; milliseconds += 2)
        {
            var id = await RegisterAsync(store);
            await store.AppendAsync([.. ThreeDays(id)], Cancel);
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds));
            try
            {
                await store.DeleteInstanceAsync(id, soon.Token);
            }
            catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
            {
                // Somewhere in it, or before it had begun: then the instance is still there, and stays as it is.
            }

            if (await store.CreateInstanceAsync(id, "", Cancel) is not null)
            {
                Assert.All(await EverythingAsync(store, id), Assert.Empty);
                Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Delta(id, At(1))], Cancel));
            }
            else
            {
                Assert.All(await EverythingAsync(store, id), Assert.NotEmpty);
            }
        }
    }

    [Fact]
    public async Task Maintenance_ends_a_deletion_whose_process_has_died()
    {
        await using var place = await fixture.ReadyAsync();
        var store = await place.StoreAsync();
        var (id, other) = (await RegisterAsync(store), await RegisterAsync(store));
        await store.AppendAsync([.. ThreeDays(id), .. ThreeDays(other)], Cancel);
        await place.BuryAsync(id);
        var run = Assert.Single(await store.MaintainAsync("tests", Cancel), run => run.Task == "purge");
        Assert.True(run is { Error: null, Steps: >= 3 });
        Assert.All(await EverythingAsync(store, id), Assert.Empty);
        Assert.Empty(await store.FindInstancesAsync([id], Cancel));
        Assert.All(await EverythingAsync(store, other), Assert.NotEmpty);
        Assert.False(await store.DeleteInstanceAsync(id, Cancel));
    }

    private static IEnumerable<AppendSample> ThreeDays(Guid id) =>
        Enumerable.Range(0, 72).SelectMany(hour => new[] { Delta(id, At(hour * 3600), hour), Reading(id, (hour * 3600) + 1, hour * 100) });

    /// <summary>Raw rows, hours, days and baselines of an instance.</summary>
    private static async Task<IReadOnlyList<object>[]> EverythingAsync(ISampleStore store, Guid id) =>
    [
        [.. (await AllAsync(store, id)).Cast<object>()],
        [.. await store.HourlyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)],
        [.. await store.DailyAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel)],
        [.. await AnyBaselineAsync(store, id)],
    ];
}
