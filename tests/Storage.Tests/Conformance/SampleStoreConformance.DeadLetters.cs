using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// What the database refused is kept, and can be stored later.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task A_letter_holds_its_sample_as_it_was_and_the_reason()
    {
        var store = await StoreAsync();
        var id = Guid.NewGuid();
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        AppendSample[] samples =
        [
            Delta(id, At(1.234567), 5, cpu: 123.456),
            Reading(id, 1.234567, 4711),
            Reading(id, 1.234567, 4711, "c1", At(-0.000001)),
            new(id, new PendingSample(new Sample(DateTimeOffset.UnixEpoch.AddDays(-1), double.NaN, -1, long.MinValue, long.MaxValue, 0), null)),
            new(id, new PendingSample(new Sample(DateTimeOffset.MinValue, double.PositiveInfinity, 0, 0, 0, 0), new CounterKey("", DateTimeOffset.MinValue))),
        ];
        await store.BuryAsync([.. samples.Select((sample, index) => new RefusedSample(sample, $"reason {index}"))], Cancel);

        var letters = await LettersAsync(store, id);
        Assert.Equal(samples, letters.Select(letter => letter.Sample));
        Assert.Equal(["reason 0", "reason 1", "reason 2", "reason 3", "reason 4"], letters.Select(letter => letter.Reason));
        Assert.All(letters, letter => Assert.InRange(letter.RefusedAt, before, before.AddMinutes(10)));
        Assert.Equal([true, true], letters.Skip(3).Select(letter => letter.TooLate));
        Assert.Empty(await AllAsync(store, id));
    }

    [Fact]
    public async Task A_sample_that_is_put_aside_twice_is_one_letter_which_is_the_first()
    {
        var store = await StoreAsync();
        var id = Guid.NewGuid();
        for (var round = 0; round < 2; round++)
        {
            await store.BuryAsync([new(Delta(id, At(1), round), $"reason {round}"), new(Reading(id, 1, round, "c1"), $"reason {round}")], Cancel);
            await store.BuryAsync([new(Delta(id, At(1).AddTicks(9), 9), "finer than a row")], Cancel);
        }

        var letters = await LettersAsync(store, id);
        Assert.Equal([0, 0], letters.Select(letter => letter.Sample.Pending.Sample.NetworkIn));
        Assert.Equal(["reason 0", "reason 0"], letters.Select(letter => letter.Reason));
    }

    [Fact]
    public async Task Texts_that_a_database_cannot_hold_refuse_no_letter()
    {
        var store = await StoreAsync();
        var id = Guid.NewGuid();
        await store.BuryAsync([new(Reading(id, 1, 5, "zero \0, half \ud83d of 💾"), "because\0" + new string('x', 100_000))], Cancel);
        var letter = Assert.Single(await LettersAsync(store, id));
        Assert.Equal("zero \ufffd, half \ufffd of 💾", letter.Sample.Pending.Counter!.Source);
        Assert.StartsWith("because\ufffdxxx", letter.Reason, StringComparison.Ordinal);
        Assert.Equal(2_000, letter.Reason.Length);
    }

    [Fact]
    public async Task Letters_are_listed_by_pages_counted_and_dropped_by_what_is_selected()
    {
        var store = await StoreAsync();
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        await store.BuryAsync([.. Enumerable.Range(0, 5).Select(second => new RefusedSample(Delta(id, At(second)), "reason"))], Cancel);
        await store.BuryAsync([new(Delta(other, At(0)), "reason")], Cancel);
        var keys = (await LettersAsync(store, id)).Select(letter => letter.Key).ToList();
        Assert.Equal(keys.Order().Distinct(), keys);
        Assert.Equal(keys[..2], (await store.DeadLettersAsync(new() { InstanceId = id }, 2, null, Cancel)).Select(letter => letter.Key));
        Assert.Equal(keys[2..4], (await store.DeadLettersAsync(new() { InstanceId = id }, 2, keys[1], Cancel)).Select(letter => letter.Key));
        Assert.Equal([keys[1], keys[3]], (await store.DeadLettersAsync(new() { Keys = [keys[3], keys[1], long.MaxValue] }, 9, null, Cancel)).Select(letter => letter.Key));

        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(0, await store.CountDeadLettersAsync(new() { Keys = [] }, Cancel));
        Assert.Equal(0, await store.CountDeadLettersAsync(new() { InstanceId = id, RefusedBefore = now.AddMinutes(-10) }, Cancel));
        Assert.Equal(5, await store.CountDeadLettersAsync(new() { InstanceId = id, RefusedBefore = now.AddMinutes(10) }, Cancel));
        Assert.Equal(2, await store.DropDeadLettersAsync(new() { Keys = [keys[0], keys[4], long.MaxValue] }, Cancel));
        Assert.Equal(0, await store.DropDeadLettersAsync(new() { InstanceId = id, RefusedBefore = now.AddMinutes(-10) }, Cancel));
        Assert.Equal(keys[1..4], (await LettersAsync(store, id)).Select(letter => letter.Key));
        Assert.Equal(3, await store.DropDeadLettersAsync(new() { InstanceId = id }, Cancel));
        Assert.Single(await LettersAsync(store, other));
        Assert.InRange(await store.DropDeadLettersAsync(new(), Cancel), 1, long.MaxValue);
        Assert.Equal(0, await store.CountDeadLettersAsync(new(), Cancel));
    }

    [Fact]
    public async Task Retrying_stores_the_samples_as_if_they_came_now_and_removes_the_letters()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        var seconds = (Recently - Noon).TotalSeconds;
        await store.AppendAsync([Reading(id, seconds + 1, 100)], Cancel);
        await store.BuryAsync([new(Reading(id, seconds + 2, 130), "reason"), new(Delta(id, Recently.AddSeconds(3), 7), "reason")], Cancel);
        var keys = (await LettersAsync(store, id)).Select(letter => letter.Key).ToList();

        Assert.Equal(
            keys.Select(key => new RetriedLetter(key, RetryOutcome.Stored, null)),
            await store.RetryDeadLettersAsync(new() { InstanceId = id }, Cancel));
        Assert.Equal([0, 30, 7], await BytesAsync(store, id));
        Assert.Equal(130, Assert.Single(await AnyBaselineAsync(store, id)).NetworkIn);
        Assert.Empty(await LettersAsync(store, id));

        // As after a crash between the commit of a sample and the removal of its letter.
        await store.BuryAsync([new(Reading(id, seconds + 2, 130), "reason")], Cancel);
        Assert.Equal(RetryOutcome.Duplicate, Assert.Single(await store.RetryDeadLettersAsync(new() { InstanceId = id }, Cancel)).Outcome);
        Assert.Equal([0, 30, 7], await BytesAsync(store, id));
        Assert.Empty(await LettersAsync(store, id));
    }

    [Fact]
    public async Task What_is_refused_again_stays_with_the_new_reason_and_the_rest_is_stored()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var id = await RegisterAsync(store);
        var samples = Enumerable.Range(0, 9).Select(second => Delta(id, Recently.AddSeconds(second), cpu: second)).ToList();
        await store.BuryAsync([.. samples.Select(sample => new RefusedSample(sample, "the old reason"))], Cancel);
        var letters = await LettersAsync(store, id);
        await place.RefuseCpuAsync(4);

        // One that does not know yet whose triggers there are: it asks now, and then every 10 s.
        await using var other = place.IsShareable ? place.Create() : null;
        await (other?.OpenAsync(applySchema: false, Cancel) ?? Task.CompletedTask);
        try
        {
            var retried = await (other ?? store).RetryDeadLettersAsync(new() { InstanceId = id }, Cancel);
            Assert.Equal(letters.Select(letter => letter.Key), retried.Select(letter => letter.Key));
            Assert.Equal(RetryOutcome.Refused, retried[4].Outcome);
            Assert.Contains("an operator refuses this", retried[4].Reason, StringComparison.Ordinal);
            Assert.All(retried.Where((_, index) => index != 4), letter => Assert.Equal((RetryOutcome.Stored, null), (letter.Outcome, letter.Reason)));
            var left = Assert.Single(await LettersAsync(store, id));
            Assert.Equal(letters[4] with { Reason = retried[4].Reason!, RefusedAt = left.RefusedAt }, left);
            Assert.True(left.RefusedAt > letters[4].RefusedAt);
            Assert.Equal(8, (await AllAsync(store, id)).Count);
        }
        finally
        {
            await place.RefuseCpuAsync(null);
        }

        Assert.Equal(
            [new(letters[4].Key, RetryOutcome.Stored, null)], await store.RetryDeadLettersAsync(new() { Keys = [letters[4].Key] }, Cancel));
        Assert.Equal(9, (await AllAsync(store, id)).Count);
    }

    [Fact]
    public async Task Letters_that_cannot_be_stored_yet_or_no_longer_stay_and_say_why()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var (id, other, unknown) = (await RegisterAsync(store), await RegisterAsync(store), Guid.NewGuid());
        await place.InsertAsync(new InstanceSample(SampleId.Derive(id, Recently), other, new Sample(Recently, 0, 0, 0, 0, 0)));
        AppendSample[] samples =
        [
            Delta(unknown, Recently),
            Delta(id, Recently),
            Delta(id, Recently.AddDays(-25)),
            Delta(id, DateTimeOffset.UnixEpoch.AddTicks(-10)),
            Delta(id, Recently.AddSeconds(1)),
        ];
        await store.BuryAsync([.. samples.Select(sample => new RefusedSample(sample, "the old reason"))], Cancel);
        var keys = (await LettersAsync(store, unknown)).Concat(await LettersAsync(store, id)).Select(letter => letter.Key).ToList();

        var retried = await store.RetryDeadLettersAsync(new() { Keys = keys }, Cancel);
        Assert.Equal(
            [RetryOutcome.UnknownInstance, RetryOutcome.Refused, RetryOutcome.TooLate, RetryOutcome.TooLate, RetryOutcome.Stored],
            retried.Select(letter => letter.Outcome));
        Assert.Equal(keys[..4], (await LettersAsync(store, unknown)).Concat(await LettersAsync(store, id)).Select(letter => letter.Key));
        Assert.Equal("the old reason", Assert.Single(await LettersAsync(store, unknown)).Reason);
        Assert.Contains("another instance", (await LettersAsync(store, id))[0].Reason, StringComparison.Ordinal);

        await store.RegisterInstancesAsync([unknown], Cancel);
        Assert.Equal(RetryOutcome.Stored, Assert.Single(await store.RetryDeadLettersAsync(new() { Keys = [keys[0]] }, Cancel)).Outcome);
    }

    [Fact]
    public async Task Deleting_an_instance_takes_its_letters_along_and_no_others()
    {
        var store = await StoreAsync();
        var (id, other) = (await RegisterAsync(store), await RegisterAsync(store));
        await store.BuryAsync([new(Delta(id, Recently), "reason"), new(Delta(other, Recently), "reason")], Cancel);
        await store.DeleteInstanceAsync(id, Cancel);
        Assert.Empty(await LettersAsync(store, id));
        Assert.Single(await LettersAsync(store, other));
    }

    private static Task<IReadOnlyList<DeadLetter>> LettersAsync(ISampleStore store, Guid instanceId) =>
        store.DeadLettersAsync(new() { InstanceId = instanceId }, 1_000, null, Cancel);
}
