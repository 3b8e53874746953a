using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>Every pair of times that there is room for has an answer, or a refusal that says why.</summary>
public sealed class ExtremeTimeTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(14);

    private static readonly DateTimeOffset[] Times =
    [
        DateTimeOffset.MinValue,
        new(1, 1, 1, 14, 0, 0, Ahead),
        new(1, 1, 3, 0, 0, 0, TimeSpan.Zero),
        DateTimeOffset.UnixEpoch.AddTicks(-1),
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch.AddMinutes(30),
        DateTimeOffset.UnixEpoch.AddDays(1),
        Samples.Now.AddDays(-600),
        Samples.Now.AddDays(-31),
        Samples.Now.AddHours(-1).ToOffset(Ahead),
        Samples.Now,
        Samples.Now.AddHours(23),
        Samples.Now.AddDays(2),
        new(2262, 4, 11, 23, 47, 17, TimeSpan.Zero),
        new(9999, 12, 30, 0, 0, 0, TimeSpan.Zero),
        new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero),
        new(9999, 12, 31, 9, 0, 0, -Ahead),
        DateTimeOffset.MaxValue,
    ];

    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task No_times_are_a_fault()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddDays(-20))), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddHours(-1))), Acknowledgement.Accepted);
        var faults = new List<string>();
        foreach (var (name, ask) in Queries(cluster))
        {
            foreach (var (from, to) in Times.SelectMany(from => Times, (from, to) => (from, to)))
            {
                var fault = await Record.ExceptionAsync(() => ask(from, to));
                if (fault is not (null or InvalidRequestException))
                {
                    faults.Add($"{name} from {from:O} to {to:O}: {fault.Message}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private IEnumerable<(string Name, Func<DateTimeOffset, DateTimeOffset, Task> Ask)> Queries(MetricsCluster cluster)
    {
        var (query, fleet) = (cluster.Query(_id), cluster.Grains.GetGrain<IFleetQueryGrain>(0));
        yield return ("hourly", (from, to) => query.GetHourlyAsync(from, to));
        yield return ("daily", (from, to) => query.GetDailyAsync(from, to));
        yield return ("totals", (from, to) => query.GetTotalsAsync(from, to, percentiles: false));
        yield return ("percentiles", (from, to) => query.GetTotalsAsync(from, to, percentiles: true));
        yield return ("top", (from, to) => fleet.GetTopAsync(new TopQuery { From = from, To = to }));
        yield return ("stream", async (from, to) => await cluster.Grains.GetGrain<IUsageStreamGrain>(Guid.NewGuid()).ReadSamplesAsync(_id, from, to).ToListAsync());
        yield return ("recent", (from, _) => query.GetRecentAsync(5, new SampleCursor(from, _id)));
        foreach (var zone in new[] { "Etc/UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "Europe/Berlin" })
        {
            yield return (zone, (from, to) => query.GetLocalDaysAsync(from, to, zone));
        }

        foreach (var resolution in Enum.GetValues<Resolution>())
        {
            foreach (var fill in new[] { GapFill.None, GapFill.Linear })
            {
                yield return ($"range {resolution} {fill}", (from, to) => query.GetRangeAsync(new RangeQuery { From = from, To = to, Resolution = resolution, Fill = fill }));
            }

            yield return ($"ranges {resolution}", (from, to) => fleet.GetRangesAsync([_id], new RangeQuery { From = from, To = to, Resolution = resolution }));
        }

        yield return ("width", (from, to) => query.GetRangeAsync(new RangeQuery { From = from, To = to, Width = TimeSpan.FromHours(1), Fill = GapFill.Previous }));
    }
}
