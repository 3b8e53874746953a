using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class BatchTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_that_stays_alone_is_passed_on_as_it_is()
    {
        var pushes = new ConcurrentQueue<IReadOnlyList<InstanceBatch>>();
        await using var client = Create(pushes);
        Guid[] instances = [Guid.NewGuid(), Guid.NewGuid()];
        SampleBatch[] batches = [Samples.Batch(3), Samples.Batch(2) with { Network = NetworkMode.Cumulative, Source = "container" }];

        await client.AddAsync(instances[0], batches[0], Cancelled);
        Assert.True(client.TryAdd(instances[1], batches[1]));
        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        var parts = Assert.Single(pushes);
        Assert.Equal(instances, parts.Select(part => part.InstanceId));
        Assert.Same(batches[0], parts[0].Batch);
        Assert.Same(batches[1], parts[1].Batch);
    }

    [Fact]
    public async Task Units_of_one_instance_become_one_part_in_their_order()
    {
        var pushes = new ConcurrentQueue<IReadOnlyList<InstanceBatch>>();
        await using var client = Create(pushes);
        var instance = Guid.NewGuid();

        await client.AddAsync(instance, Samples.Batch(2), Cancelled);
        await client.AddAsync(instance, Samples.At(2), Cancelled);
        await client.AddAsync(instance, new SampleBatch { Samples = [Samples.At(3), Samples.At(4)] }, Cancelled);
        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        var part = Assert.Single(Assert.Single(pushes));
        Assert.Equal(Enumerable.Range(0, 5).Select(Samples.At), part.Batch.Samples);
    }

    [Fact]
    public async Task A_push_never_holds_more_than_the_service_takes()
    {
        var pushes = new ConcurrentQueue<IReadOnlyList<InstanceBatch>>();
        await using var client = Create(pushes, options => options.BatchSize = PushLimits.MaxSamples);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await client.AddAsync(Guid.NewGuid(), Samples.Batch(6_000), Cancelled);
        }

        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal([6_000, 6_000, 6_000], pushes.Select(push => push.Sum(part => part.Batch.Samples.Count)));
    }

    [Fact]
    public async Task A_batch_that_could_never_come_in_is_refused_at_once()
    {
        await using var client = Create([], options => options.MaxPending = 5);

        Assert.Throws<ArgumentException>(() => client.TryAdd(Guid.NewGuid(), Samples.Batch(6)));
        Assert.Throws<ArgumentException>(() => client.TryAdd(Guid.NewGuid(), Samples.Batch(0)));
        Assert.Throws<ArgumentException>(() => client.TryAdd(Guid.NewGuid(), Samples.Batch(1) with { Source = "of a delta" }));
        Assert.Equal(0, client.Pending);
    }

    [Fact]
    public async Task Pushes_are_measured_and_samples_counted()
    {
        var measured = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == MetricsClient.MeterName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => measured.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1));
        listener.Start();
        await using var client = Create([]);

        await client.AddAsync(Guid.NewGuid(), Samples.Batch(7), Cancelled);
        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        listener.RecordObservableInstruments();

        // Other tests' clients use the same meter.
        Assert.True(measured["launchstack.client.push.duration"] >= 1);
        Assert.True(measured["launchstack.client.samples.accepted"] >= 7);
        Assert.True(measured.ContainsKey("launchstack.client.samples.pending"));
    }

    private static MetricsClient Create(ConcurrentQueue<IReadOnlyList<InstanceBatch>> pushes, Action<MetricsClientOptions>? configure = null)
    {
        var options = new MetricsClientOptions { FlushInterval = TimeSpan.FromHours(1), Lanes = 1 };
        configure?.Invoke(options);
        return new MetricsClient(
            FakeCluster.Of(new FakeIngest((parts, _) =>
            {
                pushes.Enqueue(parts);
                return Task.FromResult(FakeIngest.Accept(parts));
            })),
            options);
    }
}
