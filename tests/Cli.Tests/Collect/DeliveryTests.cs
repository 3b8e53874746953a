using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

public sealed class DeliveryTests
{
    private readonly FakeSink _sink = new();
    private readonly Delivery _delivery;

    public DeliveryTests() => _delivery = new Delivery(_sink);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivery_pushes_cumulative_readings_with_their_source_and_start()
    {
        var result = await _delivery.SendAsync([Readings.At(1), Readings.At(1, Readings.Blog, "c2")], Token);

        Assert.Equal((2, 0, 0), (result.Accepted, result.Rejected, result.Waiting));
        Assert.Empty(result.Problems);
        var part = _sink.Pushes.Single()[0];
        Assert.Equal(Readings.Shop, part.InstanceId);
        Assert.Equal((NetworkMode.Cumulative, "c1", Readings.Started), (part.Batch.Network, part.Batch.Source, part.Batch.StartedAt));
    }

    [Fact]
    public async Task Delivery_pushes_readings_without_counters_as_deltas()
    {
        await _delivery.SendAsync([Readings.At(1, source: "") with { StartedAt = null, Network = NetworkMode.Delta }], Token);

        var batch = Assert.Single(_sink.Pushes.Single()).Batch;
        Assert.Equal((NetworkMode.Delta, "", null), (batch.Network, batch.Source, batch.StartedAt));
    }

    [Fact]
    public async Task Delivery_keeps_readings_of_a_push_that_failed_and_sends_them_with_the_next_oldest_first()
    {
        _sink.Answers.Enqueue(_ => throw new MetricsConnectionException("no gateway answered"));

        var failed = await _delivery.SendAsync([Readings.At(1)], Token);
        var next = await _delivery.SendAsync([Readings.At(2)], Token);

        Assert.Equal((0, 0, 1), (failed.Accepted, failed.Rejected, failed.Waiting));
        Assert.Equal("no gateway answered; readings that wait for the next round: 1", Assert.Single(failed.Problems));
        Assert.Equal((2, 0, 0), (next.Accepted, next.Rejected, next.Waiting));
        Assert.Equal([1L, 2L], Assert.Single(_sink.Pushes[1]).Batch.Samples.Select(sample => sample.NetworkIn));
    }

    [Fact]
    public async Task Delivery_keeps_only_the_part_that_was_refused_for_now()
    {
        _sink.Answers.Enqueue(part => part.InstanceId == Readings.Blog
            ? FakeSink.Refused(part, new OverloadedException("the buffer is full", TimeSpan.FromSeconds(5)))
            : FakeSink.Taken(part));

        var result = await _delivery.SendAsync([Readings.At(1), Readings.At(1, Readings.Blog)], Token);
        Assert.Equal(new Dictionary<Guid, string> { [Readings.Shop] = "web" }, _sink.Names);
        await _delivery.SendAsync([], Token);

        Assert.Equal((1, 0, 1), (result.Accepted, result.Rejected, result.Waiting));
        Assert.Contains("overloaded", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal(Readings.Blog, Assert.Single(_sink.Pushes[1]).InstanceId);
    }

    [Fact]
    public async Task Delivery_gives_up_what_will_never_be_taken_and_says_why()
    {
        _sink.Answers.Enqueue(part => FakeSink.Refused(part, new UnknownInstanceException(part.InstanceId)));

        var result = await _delivery.SendAsync([Readings.At(1)], Token);

        Assert.Equal((0, 1, 0), (result.Accepted, result.Rejected, result.Waiting));
        Assert.Contains("unknown instance", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivery_names_field_and_rule_of_a_rejected_reading()
    {
        _sink.Answers.Enqueue(part => new InstanceReceipt
        {
            InstanceId = part.InstanceId,
            Receipt = new PushReceipt(0, 0, 0, [new RejectedSample(0, "timestamp", "lies in the future")]),
        });

        var result = await _delivery.SendAsync([Readings.At(1)], Token);

        Assert.Equal(1, result.Rejected);
        Assert.EndsWith("timestamp lies in the future", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivery_sends_a_restarted_containers_runs_apart()
    {
        await _delivery.SendAsync([Readings.At(1), Readings.At(2, startedAt: Readings.Started.AddSeconds(2))], Token);

        Assert.Equal([Readings.Started, Readings.Started.AddSeconds(2)], _sink.Pushes.Single().Select(part => part.Batch.StartedAt));
    }

    [Fact]
    public async Task Delivery_gives_up_the_oldest_readings_when_more_wait_than_a_push_may_hold()
    {
        _sink.Answers.Enqueue(_ => throw new MetricsConnectionException("no gateway answered"));
        await _delivery.SendAsync([.. Enumerable.Range(0, PushLimits.MaxSamples).Select(second => Readings.At(second))], Token);

        var result = await _delivery.SendAsync([Readings.At(PushLimits.MaxSamples), Readings.At(PushLimits.MaxSamples + 1)], Token);

        Assert.Equal((PushLimits.MaxSamples, 2, 0), (result.Accepted, result.Rejected, result.Waiting));
        Assert.Equal(2, _sink.Pushes[1].Single().Batch.Samples[0].NetworkIn);
        Assert.Contains("wait already: 2", Assert.Single(result.Problems), StringComparison.Ordinal);
    }
}
