using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Client.Tests;

/// <summary>Samples as they come.</summary>
public sealed class FollowTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private readonly Guid _instance = Guid.NewGuid();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_sample_after_a_place_comes_once_however_many_come_at_once_until_the_instance_is_gone()
    {
        await using var client = await silo.ConnectAsync();
        await client.PushAsync(_instance, Samples.Batch(3), Acknowledgement.Durable, Cancelled);
        var first = (await client.GetRecentAsync(_instance, cancellationToken: Cancelled)).Items[^1];
        await using var reader = client.FollowSamplesAsync(_instance, new SampleCursor(first.Sample.Timestamp, first.Id), Cancelled).GetAsyncEnumerator(Cancelled);

        Assert.Equal([Samples.At(1), Samples.At(2)], await TakeAsync(reader, 2));
        await client.PushAsync(_instance, Samples.Batch(400), Acknowledgement.Accepted, Cancelled);
        Assert.Equal(Enumerable.Range(3, 397).Select(Samples.At), await TakeAsync(reader, 397));

        await client.DeleteInstanceAsync(_instance, Cancelled);
        await Assert.ThrowsAsync<UnknownInstanceException>(() => reader.MoveNextAsync().AsTask().WaitAsync(Deadline.Default, Cancelled));
    }

    [Fact]
    public async Task Questions_that_fail_for_a_while_are_asked_again()
    {
        await using var client = await silo.ConnectAsync();
        await client.PushAsync(_instance, Samples.Batch(3), Acknowledgement.Durable, Cancelled);
        silo.QueryFaults.Add(
            _instance,
            FaultStep.Refuse(() => new QueryTimeoutException(TimeSpan.FromSeconds(10))),
            FaultStep.Refuse(() => new StoreUnavailableException("says a test")));
        await using var reader = client.FollowSamplesAsync(_instance, new SampleCursor(Samples.At(0).Timestamp, Guid.Empty), Cancelled).GetAsyncEnumerator(Cancelled);

        Assert.Equal([Samples.At(0), Samples.At(1), Samples.At(2)], await TakeAsync(reader, 3));
    }

    [Fact]
    public async Task Without_a_place_only_what_comes_from_now_on_is_told()
    {
        await using var client = await silo.ConnectAsync();
        await client.PushAsync(_instance, Samples.Batch(3), Acknowledgement.Accepted, Cancelled);
        await using var reader = client.FollowSamplesAsync(_instance, cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);

        var next = reader.MoveNextAsync().AsTask();
        var pushed = 3;
        await Deadline.UntilAsync(
            async () =>
            {
                await client.PushAsync(_instance, new SampleBatch { Samples = [Samples.At(pushed++)] }, Acknowledgement.Accepted, Cancelled);
                return next.IsCompleted;
            },
            "a sample to come");

        Assert.True(await next);
        Assert.InRange(reader.Current.Sample.Timestamp, Samples.At(3).Timestamp, Samples.At(pushed).Timestamp);
    }

    private static async Task<List<Sample>> TakeAsync(IAsyncEnumerator<InstanceSample> reader, int count)
    {
        var samples = new List<Sample>();
        while (samples.Count < count && await reader.MoveNextAsync().AsTask().WaitAsync(Deadline.Default, Cancelled))
        {
            samples.Add(reader.Current.Sample);
        }

        return samples;
    }
}
