using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Timescale;

/// <summary>Rows for tests of policies, whose windows end now.</summary>
internal static class Rows
{
    /// <summary>The start of this hour, by the clock that the database's windows follow.</summary>
    public static DateTimeOffset ThisHour => Timestamps.Hour(TimeProvider.System.GetUtcNow());

    /// <summary>Registers an instance and appends samples up to this hour, oldest first.</summary>
    public static async Task<(Guid InstanceId, List<Sample> Samples)> AppendAsync(ISampleStore store, TimeSpan span, TimeSpan every)
    {
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], TestContext.Current.CancellationToken);
        return (id, await AppendAsync(store, id, ThisHour - span, ThisHour, every));
    }

    /// <summary>Appends random samples of an instance within a range.</summary>
    public static async Task<List<Sample>> AppendAsync(ISampleStore store, Guid id, DateTimeOffset from, DateTimeOffset to, TimeSpan every)
    {
        var random = new Random(from.GetHashCode());
        var samples = new List<Sample>();
        for (var moment = from; moment < to; moment += every)
        {
            samples.Add(new Sample(moment, random.NextDouble() * 100, random.NextInt64(1 << 30), 1 << 30, random.Next(1000), random.Next(1000)));
        }

        await AppendAsync(store, id, samples);
        return samples;
    }

    /// <summary>Appends samples, which must all be new.</summary>
    public static async Task AppendAsync(ISampleStore store, Guid id, IEnumerable<Sample> samples)
    {
        var outcomes = await store.AppendAsync(
            [.. samples.Select(sample => new AppendSample(id, new PendingSample(sample, null)))], TestContext.Current.CancellationToken);
        Assert.All(outcomes, outcome => Assert.Equal(AppendOutcome.Stored, outcome));
    }
}
