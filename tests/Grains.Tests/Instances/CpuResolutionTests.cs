using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class CpuResolutionTests
{
    [Theory]
    [InlineData(0, 12.3456789, 12.3456789)]
    [InlineData(1d / 128, 12.3456789, 12.34375)]
    [InlineData(1d / 128, 0.003, 0)]
    [InlineData(1, 99.6, 100)]
    public async Task Cpu_usage_is_rounded_to_the_resolution_alike_before_its_commit_and_after(double resolution, double cpu, double expected)
    {
        await using var cluster = await MetricsCluster.StartAsync(options => options.CpuResolution = resolution);
        var id = Guid.NewGuid();
        await cluster.Instance(id).PushAsync(Samples.Batch(new Sample(Samples.Now, cpu, 1, 2, 3, 4)), Acknowledgement.Accepted);
        Assert.Equal(expected, (await cluster.Query(id).GetLatestAsync())!.Value.Sample.CpuUsage);
        await cluster.Instance(id).FlushAsync();
        Assert.Equal(expected, (await cluster.Query(id).GetLatestAsync())!.Value.Sample.CpuUsage);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(1d / 2048)]
    [InlineData(double.NaN)]
    public void A_resolution_that_is_not_a_power_of_two_in_range_is_refused_by_name(double resolution)
    {
        var broken = new MetricsOptions { CpuResolution = resolution }.Validate().Where(line => line.Length > 0);
        Assert.StartsWith("Metrics:CpuResolution is ", Assert.Single(broken), StringComparison.Ordinal);
    }
}
