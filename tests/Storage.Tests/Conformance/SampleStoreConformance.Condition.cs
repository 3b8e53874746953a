using System.Diagnostics;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// What metrics say of a database.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task The_condition_tells_the_newest_samples_age_how_many_letters_there_are_and_when_tasks_last_succeeded()
    {
        await fixture.PlaceAsync();
        await using var place = await fixture.ReadyAsync();
        var store = await place.StoreAsync();
        var empty = await store.ConditionAsync(Cancel);
        Assert.Null(empty.NewestSample);
        Assert.Equal(0, empty.DeadLetters);

        var runs = await store.MaintainAsync("tests", Cancel);
        var id = await RegisterAsync(store);
        await store.AppendAsync([Delta(id, Recently)], Cancel);
        Assert.Equal(TimeSpan.FromDays(1), (await store.ConditionAsync(Cancel)).NewestSample);

        await store.AppendAsync([Delta(id, TimeProvider.System.GetUtcNow().AddMinutes(-10))], Cancel);
        await store.BuryAsync([new(Delta(id, Recently), "reason"), new(Delta(id, Recently.AddSeconds(1)), "reason")], Cancel);
        var condition = await store.ConditionAsync(Cancel);
        Assert.InRange(condition.NewestSample!.Value, TimeSpan.FromMinutes(9.9), TimeSpan.FromMinutes(15));
        Assert.Equal(2, condition.DeadLetters);
        Assert.Subset(condition.Tasks.Select(task => task.Name).ToHashSet(), runs.Select(run => run.Task).ToHashSet());
        var age = TimeProvider.System.GetLocalNow() - Process.GetCurrentProcess().StartTime;
        Assert.All(condition.Tasks, task =>
        {
            Assert.False(task.HasFailed);

            // A policy that has not run yet counts from when it was first due: since the template of this place was set up, by this process.
            var idle = runs.Any(run => run.Task == task.Name) ? TimeSpan.Zero : age;
            Assert.InRange(task.SinceSuccess, TimeSpan.Zero, idle + TimeSpan.FromMinutes(5));
            Assert.InRange(task.Every, TimeSpan.FromSeconds(30), TimeSpan.FromDays(1));
        });

        // Ahead of the clock by no more than is accepted: as new as can be, and no negative age.
        await store.AppendAsync([Delta(id, TimeProvider.System.GetUtcNow().AddMinutes(4))], Cancel);
        Assert.Equal(TimeSpan.Zero, (await store.ConditionAsync(Cancel)).NewestSample);
    }
}
