using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Sqlite;

public sealed class SqliteLetterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_retry_that_breaks_off_before_it_removes_a_letter_has_stored_the_sample_and_the_next_one_removes_it()
    {
        await using var place = new SqlitePlace();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await store.BuryAsync([new(new(id, new(new Sample(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, 5), null)), "refused by a test")], Cancel);
        place.Execute("CREATE TRIGGER kept BEFORE DELETE ON launchstack_dead_letters BEGIN SELECT raise(ABORT, 'kept by a test'); END");

        await Assert.ThrowsAsync<StoreDataException>(() => store.RetryDeadLettersAsync(new(), Cancel));
        Assert.Single(await store.RecentAsync(id, 10, null, Cancel));
        Assert.Equal(1, await store.CountDeadLettersAsync(new(), Cancel));

        place.Execute("DROP TRIGGER kept");
        Assert.Equal(RetryOutcome.Duplicate, Assert.Single(await store.RetryDeadLettersAsync(new(), Cancel)).Outcome);
        Assert.Single(await store.RecentAsync(id, 10, null, Cancel));
        Assert.Equal(0, await store.CountDeadLettersAsync(new(), Cancel));
    }
}
