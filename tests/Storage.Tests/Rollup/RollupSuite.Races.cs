using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Rollup;

// Transactions that overlap the rollup's steps, in the order that a test forces.
public abstract partial class RollupSuite<TFixture>
{
    [Theory]
    [InlineData("READ COMMITTED")]
    [InlineData("REPEATABLE READ")]
    [InlineData("SERIALIZABLE")]
    public async Task A_row_that_is_written_before_its_hour_is_rolled_up_and_committed_afterwards_counts(string mode)
    {
        var (place, store, id) = await SharedAsync();
        await UnrollAsync(place, Finished);
        await AppendAsync(store, id, Finished);
        var slow = await BeginAsync(place, Insert(id, Finished.AddMinutes(1)), mode);
        await RollupUpkeep.StepsAsync(place, "launchstack_roll");
        Assert.Equal(1, await CountAsync(store, id, Finished));
        await CommitAsync(slow);
        Assert.Equal(2, await CountAsync(store, id, Finished));
        await place.RefreshAsync();
        Assert.Equal(2, await CountAsync(store, id, Finished));
        await AssertEqualsRawAsync(place, id);
    }

    [Theory]
    [InlineData("READ COMMITTED")]
    [InlineData("REPEATABLE READ")]
    [InlineData("SERIALIZABLE")]
    public async Task A_row_of_a_transaction_that_began_before_its_hour_was_rolled_up_and_wrote_afterwards_counts(string mode)
    {
        var (place, store, id) = await SharedAsync();
        await UnrollAsync(place, Finished);
        await AppendAsync(store, id, Finished);
        var slow = await BeginAsync(place, "SELECT * FROM launchstack_rollup", mode);
        await place.RefreshAsync();
        await ExecuteAsync(slow, Insert(id, Finished.AddMinutes(1)));
        Assert.Equal(1, await CountAsync(store, id, Finished));
        await CommitAsync(slow);
        Assert.Equal(2, await CountAsync(store, id, Finished));
        await place.RefreshAsync();
        Assert.Equal(2, await CountAsync(store, id, Finished));
        await AssertEqualsRawAsync(place, id);
    }

    [Fact]
    public async Task A_deletion_that_is_open_while_its_hour_is_computed_again_counts_when_it_commits()
    {
        var (place, store, id) = await SharedAsync();
        await AppendAsync(store, id, Finished, Finished.AddMinutes(1));
        await place.RefreshAsync();
        await AppendAsync(store, id, Finished.AddMinutes(2));
        var slow = await BeginAsync(place, $"DELETE FROM resource_usage WHERE timestamp = '{Finished:O}'");
        await RollupUpkeep.StepsAsync(place, "launchstack_roll");
        Assert.Equal(3, await CountAsync(store, id, Finished));
        await CommitAsync(slow);
        Assert.Equal(2, await CountAsync(store, id, Finished));
        await place.RefreshAsync();
        Assert.Equal(2, await CountAsync(store, id, Finished));
        await AssertEqualsRawAsync(place, id);
    }

    [Fact]
    public async Task An_open_transaction_with_late_rows_keeps_no_push_waiting_and_no_step_either()
    {
        var (place, store, id) = await SharedAsync();
        await AppendAsync(store, id, Finished);
        await place.RefreshAsync();
        var slow = await BeginAsync(place, Insert(id, Finished.AddMinutes(1)));
        Assert.Equal([AppendOutcome.Stored], await AppendAsync(store, id, Finished.AddMinutes(2)));
        Assert.True(await RollupUpkeep.StepAsync(place, "launchstack_roll"));
        Assert.Equal(2, await CountAsync(store, id, Finished));
        await CommitAsync(slow);
        Assert.Equal(3, await CountAsync(store, id, Finished));
    }

    [Fact]
    public async Task Two_runners_at_once_do_the_work_once_and_right()
    {
        var (place, store, id) = await SharedAsync();
        await AppendAsync(store, id, [.. Enumerable.Range(0, 2000).Select(hour => Finished.AddHours(-hour))]);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => place.RefreshAsync()));
        Assert.Equal(2000, await RolledUpAsync(place, id));
        await AssertEqualsRawAsync(place, id);
    }

    [Fact]
    public async Task Views_equal_raw_at_every_moment_while_rows_come_change_and_go_and_are_rolled_up()
    {
        var (place, store, id) = await SharedAsync();
        var ids = new[] { id, await RegisterAsync(store) };
        var start = Finished.AddDays(-3);
        await UnrollAsync(place, start);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task Again(Func<int, Task> work) => Task.Run(
            async () =>
            {
                for (var n = 1; !enough.IsCancellationRequested; n++)
                {
                    await work(n);
                }
            },
            Cancel);
        // Always the same moments, so that rows do not become ever more and each look takes as long as the first.
        DateTimeOffset Somewhere(int n) => start.AddMinutes(n % 5_000 * 7919 % (3 * 24 * 60)).AddTicks(10 * (n % 5_000));
        var working = new[]
        {
            Again(n => AppendAsync(store, ids[n % 2], [.. Enumerable.Range(0, 20).Select(row => Somewhere((n * 20) + row))])),
            Again(n => place.DeleteRowsAsync(ids[n % 2], Somewhere(n), Somewhere(n).AddMinutes(50))),
            Again(n => place.ChangeRowsAsync(ids[n % 2], Somewhere(n), Somewhere(n).AddMinutes(50), n % 100, n)),

            // As if time passed quickly: hours become finished all the while.
            Again(n => place.ExecuteAsync("SELECT launchstack_roll($1)", start.AddMinutes(15 * n).UtcDateTime)),
        };
        for (var round = 0; round < 60; round++)
        {
            await AssertEqualsRawAsync(place, ids);
        }

        await enough.CancelAsync();
        await Task.WhenAll(working);
        await place.RefreshAsync();
        await AssertEqualsRawAsync(place, ids);
    }
}
