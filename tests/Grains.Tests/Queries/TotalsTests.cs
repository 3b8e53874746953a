using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Queries;

/// <summary>A range as one, and as a stream.</summary>
public sealed class TotalsTests
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly DateTimeOffset _start = Timestamps.Hour(Samples.Now).AddHours(-30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Totals_and_percentiles_equal_what_the_samples_say(int seed)
    {
        await using var cluster = await MetricsCluster.StartAsync();
        var random = new Random(seed);
        Sample[] samples = [.. Enumerable.Range(0, 900).Select(index => new Sample(
            _start.AddMinutes(2 * index), random.NextDouble() * 400, random.NextInt64(1L << 40), 1L << 40, random.NextInt64(1L << 60), random.NextInt64(1L << 60)))];
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 == 0)]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch([.. samples.Where((_, index) => index % 3 != 0)]), Acknowledgement.Accepted);
        foreach (var (from, to) in new[] { (_start, _start.AddHours(30)), (_start.AddMinutes(31), _start.AddHours(7).AddMinutes(1)), (_start.AddMinutes(61), _start.AddMinutes(90)) })
        {
            var tailed = await cluster.Query(_id).GetTotalsAsync(from, to, percentiles: true);
            var within = samples.Where(sample => sample.Timestamp >= from && sample.Timestamp < to).ToList();
            Expected.AssertEqual(within, tailed);
            Assert.Equal(Expected.Rank(within.Select(sample => sample.CpuUsage), 95), tailed.Cpu!.Value.P95);
            Assert.Equal(Expected.Rank(within.Select(sample => (double)sample.MemoryUsage), 99), tailed.Memory!.Value.P99);
        }

        var before = await cluster.Query(_id).GetTotalsAsync(_start, Samples.Now, percentiles: true);
        await cluster.Instance(_id).FlushAsync();
        var after = await cluster.Query(_id).GetTotalsAsync(_start, Samples.Now, percentiles: true);
        Assert.Equal(Exact(before), Exact(after));

        static UsageTotals Exact(UsageTotals totals) => totals with { AvgCpu = 0, AvgMemory = 0, MemoryShare = 0 };
    }

    [Fact]
    public async Task Totals_of_a_time_without_samples_have_none_and_those_of_an_unknown_instance_are_an_error()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await Assert.ThrowsAsync<UnknownInstanceException>(() => cluster.Query(_id).GetTotalsAsync(_start, Samples.Now, percentiles: false));
        await cluster.Instance(_id).PushAsync(Samples.Batch(Samples.At(Samples.Now.AddMinutes(-1))), Acknowledgement.Durable);

        var totals = await cluster.Query(_id).GetTotalsAsync(_start, _start.AddHours(1), percentiles: true);

        Assert.Equal(new UsageTotals { From = _start, To = _start.AddHours(1) }, totals);
    }

    [Fact]
    public async Task Totals_reach_back_beyond_raw_rows_in_whole_hours_only()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await cluster.Store.RegisterInstancesAsync([_id], CancellationToken.None);
        var old = _start.AddDays(-100);
        async Task<string> FieldAsync(DateTimeOffset from, bool percentiles) => (await Assert.ThrowsAsync<InvalidRequestException>(
            () => cluster.Query(_id).GetTotalsAsync(from, Samples.Now, percentiles))).Field;

        Assert.Equal(0, (await cluster.Query(_id).GetTotalsAsync(old, Samples.Now, percentiles: false)).SampleCount);
        Assert.Equal("from", await FieldAsync(old.AddMinutes(1), percentiles: false));
        Assert.Equal("from", await FieldAsync(old, percentiles: true));

        // Some of its hours are gone: without a word it would be the sum of the others.
        Assert.Equal("from", await FieldAsync(_start.AddDays(-400), percentiles: false));
    }

    [Fact]
    public async Task A_stream_has_every_sample_once_oldest_first_though_they_are_flushed_meanwhile()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        Sample[] samples = [.. Enumerable.Range(0, 12_000).Select(index => Samples.At(_start.AddSeconds(index), index))];
        await cluster.Instance(_id).PushAsync(Samples.Batch(samples[..6_000]), Acknowledgement.Durable);
        await cluster.Instance(_id).PushAsync(Samples.Batch(samples[6_000..]), Acknowledgement.Accepted);
        var read = new List<Sample>();
        await foreach (var item in Stream(cluster, _id, _start.AddSeconds(5), _start.AddSeconds(11_990)).WithBatchSize(500))
        {
            if (read.Count == 5_500)
            {
                await cluster.Instance(_id).FlushAsync();
            }

            read.Add(item.Sample);
        }

        Assert.Equal(samples[5..11_990], read);
    }

    [Fact]
    public async Task A_stream_reads_no_further_than_its_reader()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        for (var part = 0; part < 4; part++)
        {
            await cluster.Instance(_id).PushAsync(
                Samples.Batch([.. Enumerable.Range(part * 10_000, 10_000).Select(index => Samples.At(_start.AddSeconds(index)))]), Acknowledgement.Durable);
        }

        var reads = cluster.Store.Reads;
        await foreach (var _ in Stream(cluster, _id, _start, Samples.Now))
        {
            break;
        }

        Assert.InRange(cluster.Store.Reads - reads, 1, 2);
    }

    [Fact]
    public async Task A_stream_of_an_unknown_instance_or_an_empty_range_is_an_error_of_its_kind()
    {
        await using var cluster = await MetricsCluster.StartAsync();
        await Assert.ThrowsAsync<UnknownInstanceException>(async () => await Stream(cluster, _id, _start, Samples.Now).ToListAsync());
        await cluster.Store.RegisterInstancesAsync([_id], CancellationToken.None);

        Assert.Empty(await Stream(cluster, _id, _start, Samples.Now).ToListAsync());
        Assert.Equal("from", (await Assert.ThrowsAsync<InvalidRequestException>(async () => await Stream(cluster, _id, _start, _start).ToListAsync())).Field);
    }

    private static IAsyncEnumerable<InstanceSample> Stream(MetricsCluster cluster, Guid id, DateTimeOffset from, DateTimeOffset to) =>
        cluster.Grains.GetGrain<IUsageStreamGrain>(Guid.NewGuid()).ReadSamplesAsync(id, from, to);
}
