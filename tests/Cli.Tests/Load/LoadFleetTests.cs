using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Load;

public sealed class LoadFleetTests
{
    private const int Rounds = 2 * ContainerLife.Rounds;

    private static readonly LoadPlan Plan = new(
        7, 5, 3, NetworkMode.Cumulative, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMicroseconds(40));

    [Theory]
    [InlineData(NetworkMode.Delta)]
    [InlineData(NetworkMode.Cumulative)]
    public void The_same_plan_makes_the_same_batches_and_another_seed_makes_others(NetworkMode network)
    {
        var plan = Plan with { Network = network };
        var (one, same, other) = (new LoadFleet(plan), new LoadFleet(plan), new LoadFleet(plan with { Seed = 8 }));
        for (var instance = 0; instance < plan.Instances; instance++)
        {
            Assert.Equal(one.IdOf(instance), same.IdOf(instance));
            Assert.NotEqual(one.IdOf(instance), other.IdOf(instance));
            Assert.Equivalent(one.BatchOf(instance, 1_000), same.BatchOf(instance, 1_000), strict: true);
            Assert.NotEqual(one.BatchOf(instance, 1_000).Samples, other.BatchOf(instance, 1_000).Samples);
        }

        Assert.Equal(2_000, new[] { 1, 2 }.Select(seed => new LoadFleet(plan with { Seed = seed, Instances = 1_000 }))
            .SelectMany(fleet => Enumerable.Range(0, 1_000).Select(fleet.IdOf)).Distinct().Count());
    }

    [Fact]
    public void Timestamps_are_the_start_and_whole_steps_and_distinct_microseconds()
    {
        var fleet = new LoadFleet(Plan);
        var samples = Enumerable.Range(0, 100).SelectMany(round => fleet.BatchOf(2, round).Samples).ToList();

        Assert.Equal(Enumerable.Range(0, 300).Select(number => Plan.Start + (number * Plan.Step)), samples.Select(sample => sample.Timestamp));
        Assert.Equal(300, samples.Select(sample => Timestamps.ToUnixMicroseconds(sample.Timestamp)).Distinct().Count());
        Assert.Equal([6, 6, 6, 3, 3], Enumerable.Range(0, 5).Select(instance => Plan.SamplesOf(instance, 8)));
    }

    [Fact]
    public void Samples_are_plausible()
    {
        var fleet = new LoadFleet(Plan with { Network = NetworkMode.Delta, Instances = 100 });
        var samples = Enumerable.Range(0, 10_000).SelectMany(number => fleet.BatchOf(number % 100, number / 100).Samples).ToList();

        Assert.All(samples, sample => Assert.InRange(sample.CpuUsage, 0, 100));
        Assert.All(samples, sample => Assert.InRange(sample.MemoryUsage, 1, sample.MemoryLimit));
        Assert.All(samples, sample => Assert.True(sample is { NetworkIn: >= 0, NetworkOut: >= 0 }));
    }

    [Fact]
    public void What_is_said_to_be_stored_of_a_batch_is_what_the_service_derives_from_it_across_restarts()
    {
        var fleet = new LoadFleet(Plan);
        var sources = new HashSet<CounterKey>();
        for (var instance = 0; instance < Plan.Instances; instance++)
        {
            var ledger = new CounterLedger([]);
            for (var (round, number) = (0, 0L); round < Rounds; round++)
            {
                var batch = fleet.BatchOf(instance, round);
                var key = new CounterKey(batch.Source, batch.StartedAt ?? DateTimeOffset.UnixEpoch);
                sources.Add(key);
                foreach (var reading in batch.Samples)
                {
                    var derived = ledger.Derive(key, reading);
                    var stored = fleet.StoredOf(instance, number++);
                    Assert.Equal(number == 1 ? derived with { NetworkIn = reading.NetworkIn, NetworkOut = reading.NetworkOut } : derived, stored);
                }
            }
        }

        Assert.True(sources.Count(key => key.StartedAt != DateTimeOffset.UnixEpoch) > 1, "some containers restart");
        Assert.True(sources.Count(key => key.StartedAt == DateTimeOffset.UnixEpoch) > 2, "some containers are replaced");
    }

    [Fact]
    public void Deltas_are_stored_as_they_are_sent()
    {
        var fleet = new LoadFleet(Plan with { Network = NetworkMode.Delta });

        Assert.Equal(fleet.BatchOf(3, 4).Samples, Enumerable.Range(12, 3).Select(number => fleet.StoredOf(3, number)));
    }
}
