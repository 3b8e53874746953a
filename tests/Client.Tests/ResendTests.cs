using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;
using Orleans.Serialization;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class ResendTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Acknowledgement.Accepted)]
    [InlineData(Acknowledgement.Durable)]
    public async Task Samples_whose_answer_was_lost_are_sent_again_and_stored_once(Acknowledgement acknowledgement)
    {
        var instance = Guid.NewGuid();
        silo.Faults.Add(instance, FaultStep.LoseAnswer(), FaultStep.LoseAnswer());
        await using var client = await silo.ConnectAsync(options =>
        {
            options.Acknowledgement = acknowledgement;
            options.FlushInterval = TimeSpan.FromHours(1);
        });
        foreach (var second in Enumerable.Range(0, 10))
        {
            await client.AddAsync(instance, Samples.At(second), Cancelled);
        }

        await client.FlushAsync(Cancelled);

        Assert.Equal(10, (await silo.SamplesAsync(instance)).Count);
        Assert.Equal((10, 20), (client.Accepted + client.Duplicates, client.Resent));
    }

    [Fact]
    public async Task A_refused_push_is_sent_again_not_before_the_service_asked_for_it()
    {
        var instance = Guid.NewGuid();
        var retryAfter = TimeSpan.FromMilliseconds(300);
        silo.Faults.Add(instance, FaultStep.Refuse(() => new OverloadedException("test", retryAfter)));
        await using var client = await silo.ConnectAsync();
        var started = TimeProvider.System.GetTimestamp();
        await client.AddAsync(instance, Samples.At(0), Cancelled);

        await client.FlushAsync(Cancelled);

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= retryAfter);
        Assert.Equal((1, 1), (client.Accepted, client.Resent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_that_finds_no_place_for_a_call_in_time_costs_no_sample(bool canBeCarried)
    {
        var instance = Guid.NewGuid();
        silo.Faults.Add(instance, FaultStep.Refuse(() => canBeCarried
            ? new OperationCanceledException("Message expired before placement could complete")
            : new CodecNotFoundException("Could not find a codec for type Polly.Timeout.TimeoutRejectedException.")));
        await using var client = await silo.ConnectAsync();
        await client.AddAsync(instance, Samples.At(0), Cancelled);

        await client.FlushAsync(Cancelled);

        Assert.Equal((1, 1, 0), (client.Accepted, client.Resent, client.Lost));
    }

    [Fact]
    public async Task What_was_not_answered_is_sent_again_another_way()
    {
        var keys = new List<long>();
        var attempts = 0;
        var ingest = new FakeIngest((batches, _) => attempts++ < 2 ? throw new TimeoutException("frozen") : Task.FromResult(FakeIngest.Accept(batches)));
        await using var client = new MetricsClient(FakeCluster.Of(ingest, keys), new MetricsClientOptions { ResendDelay = TimeSpan.FromMilliseconds(1) });

        await client.PushAsync(Guid.NewGuid(), new SampleBatch { Samples = [Samples.At(0)] }, cancellationToken: Cancelled);

        Assert.Equal(3, keys.Distinct().Count());
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(int.MaxValue, 0)]
    public async Task A_failure_that_nobody_has_foreseen_is_tried_another_way_and_not_for_ever(int failures, int accepted)
    {
        var keys = new List<long>();
        var ingest = new FakeIngest((batches, _) => keys.Count <= failures ? throw new ArgumentException("of a library's own") : Task.FromResult(FakeIngest.Accept(batches)));
        await using var client = new MetricsClient(
            FakeCluster.Of(ingest, keys), new MetricsClientOptions { ResendDelay = TimeSpan.FromMilliseconds(1), MaxResendDelay = TimeSpan.FromMilliseconds(2) });
        await client.AddAsync(Guid.NewGuid(), Samples.At(0), Cancelled);

        await client.FlushAsync(Cancelled).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal((accepted, 1 - accepted), (client.Accepted, client.Lost));
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public async Task A_fault_that_a_resend_cannot_heal_is_reported_and_does_not_block_what_comes_after()
    {
        var instance = Guid.NewGuid();
        var lost = new List<LostSample>();
        silo.Faults.Add(instance, FaultStep.Refuse(() => new InvalidRequestException("samples", "must be other ones")));
        await using var client = await silo.ConnectAsync(options => options.OnLost = lost.AddRange);
        await client.AddAsync(instance, Samples.At(0), Cancelled);
        await Assert.ThrowsAsync<SamplesLostException>(() => client.FlushAsync(Cancelled));

        await client.AddAsync(instance, Samples.At(1), Cancelled);
        await client.FlushAsync(Cancelled);

        var given = Assert.Single(lost);
        Assert.Equal((false, "samples must be other ones"), (given.Rejected, given.Reason));
        Assert.Equal((1, 1, 0), (client.Accepted, client.Lost, client.Resent));
    }

    [Fact]
    public async Task Samples_are_given_up_and_reported_after_ResendFor()
    {
        var instance = Guid.NewGuid();
        silo.Faults.Add(instance, FaultStep.Refuse(() => new TimeoutException("no answer")));
        await using var client = await silo.ConnectAsync(options => options.ResendFor = TimeSpan.Zero);
        await client.AddAsync(instance, Samples.At(0), Cancelled);

        var thrown = await Assert.ThrowsAsync<SamplesLostException>(() => client.FlushAsync(Cancelled));

        Assert.Equal((1, 1, 0), (thrown.Count, client.Lost, client.Pending));
    }

    [Fact]
    public async Task A_callback_that_throws_stops_nothing()
    {
        var instance = Guid.NewGuid();
        await using var client = await silo.ConnectAsync(options => options.OnLost = _ => throw new InvalidOperationException("the app's own fault"));
        await client.AddAsync(instance, Samples.Wrong(0), Cancelled);
        await Assert.ThrowsAsync<SamplesLostException>(() => client.FlushAsync(Cancelled));

        await client.AddAsync(instance, Samples.At(1), Cancelled);
        await client.FlushAsync(Cancelled);

        Assert.Equal(1, client.Accepted);
    }

    [Fact]
    public async Task A_durable_client_outlives_a_restart_of_the_silo_and_stores_everything_once()
    {
        await using var place = new TestSilo();
        await place.InitializeAsync();
        var instance = Guid.NewGuid();
        await using var client = await place.ConnectAsync(options =>
        {
            options.Acknowledgement = Acknowledgement.Durable;
            options.ResponseTimeout = TimeSpan.FromSeconds(3);
        });
        await AddAsync(client, instance, 0, 100);
        await client.FlushAsync(Cancelled);

        await place.StopAsync();
        await AddAsync(client, instance, 100, 200);
        await Deadline.UntilAsync(() => client.Resent > 0, "the client notices that the silo is gone");
        await place.StartAsync();
        await AddAsync(client, instance, 200, 300);
        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal(300, (await place.SamplesAsync(instance)).Count);
        Assert.Equal(0, client.Lost);
    }

    private static async Task AddAsync(MetricsClient client, Guid instance, int from, int to)
    {
        for (var second = from; second < to; second++)
        {
            await client.AddAsync(instance, Samples.At(second), Cancelled);
        }
    }
}
