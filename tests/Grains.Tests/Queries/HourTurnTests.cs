using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.DependencyInjection;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>What is kept of answers when the hour turns, for the hour that is not over changes with every write and one that is over with late ones only.</summary>
public sealed class HourTurnTests
{
    // In the past, so that no other clock has anything to say about it.
    private static readonly DateTimeOffset Hour = Timestamps.Hour(Samples.Now).AddHours(-3);

    private readonly Guid _id = Guid.NewGuid();

    // Between the two readings, because an answer that is read anew takes the place of the one that is kept. The two numbers of writes, of all
    // and of late ones, are alike where as many come late afterwards as had come in time before.
    [Theory]
    [InlineData(0, 0, 1, 0)]
    [InlineData(2, 0, 3, 0)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(1, 2, 2, 2)]
    [InlineData(1, 2, 2, 0)]
    public async Task What_is_committed_after_an_answer_about_the_open_hour_is_in_the_answer_after_the_hour_has_turned(int late, int before, int then, int after)
    {
        var clock = new SetClock(Hour.AddMinutes(40));
        await using var cluster = await MetricsCluster.StartAsync(configureSilo: silo => silo.Services.AddSingleton<TimeProvider>(clock));
        await cluster.Instance(_id).CreateAsync("");
        await PushAsync(Hour.AddHours(-2), late);
        await PushAsync(Hour.AddMinutes(10), before);
        await CompareAsync(before);

        await PushAsync(Hour.AddMinutes(20), then);
        clock.Now = Hour.AddMinutes(70);
        await PushAsync(Hour.AddMinutes(30), after);
        await CompareAsync(before + then + after);

        async Task PushAsync(DateTimeOffset start, int count)
        {
            for (var index = 0; index < count; index++)
            {
                await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(start.AddSeconds(index), 1)), Acknowledgement.Durable);
            }
        }

        async Task CompareAsync(long expected)
        {
            var (query, end) = (cluster.Query(_id), Hour.AddHours(1));
            RangeQuery Range(Resolution resolution) => new() { From = Hour, To = end, Resolution = resolution };
            Assert.Equal(expected, (await query.GetHourlyAsync(Hour, end)).Sum(hour => hour.SampleCount));
            Assert.Equal(expected, (await query.GetRangeAsync(Range(Resolution.Minute))).Points.Sum(point => point.SampleCount));
            Assert.Equal(expected, (await query.GetRangeAsync(Range(Resolution.Raw))).Points.Count);
            Assert.Equal(expected, (await query.GetTotalsAsync(Hour, end, percentiles: false)).SampleCount);
            Assert.Equal(expected, (await query.GetTotalsAsync(Hour, end.AddMinutes(-1), percentiles: true)).SampleCount);
        }
    }

    /// <summary>A clock that a test sets; timers and stopwatches are the system's.</summary>
    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        private long _ticks = now.UtcTicks;

        public DateTimeOffset Now
        {
            set => Volatile.Write(ref _ticks, value.UtcTicks);
        }

        public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
    }
}
