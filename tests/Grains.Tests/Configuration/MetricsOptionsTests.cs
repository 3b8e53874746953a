using LaunchStack.Metrics.Grains.Configuration;

namespace LaunchStack.Metrics.Grains.Tests.Configuration;

public sealed class MetricsOptionsTests
{
    [Fact]
    public void The_defaults_are_the_documented_ones_and_break_no_rule()
    {
        var options = new MetricsOptions();

        Assert.Equal(TimeSpan.FromSeconds(5), options.FlushInterval);
        Assert.Equal(1_000, options.FlushSize);
        Assert.Equal(20_000, options.InstanceTailCapacity);
        Assert.Equal(2_000_000, options.TailCapacity);
        Assert.True(options.AutoRegisterInstances);
        Assert.True(options.ApplySchema);
        Assert.Equal(TimeSpan.FromSeconds(10), options.DurableTimeout);
        Assert.Equal(TimeSpan.FromDays(27), options.AcceptLate);
        Assert.Equal(0, options.CpuResolution);
        Assert.Equal(2, options.WriterLanes);
        Assert.Equal(8L << 20, options.InstanceTailBytes);
        Assert.Equal(512L << 20, options.TailBytes);
        Assert.Equal(50_000, options.WriterBatchSize);
        Assert.Equal(16L << 20, options.WriterBatchBytes);
        Assert.Equal(TimeSpan.FromMilliseconds(10), options.WriterLinger);
        Assert.Equal(TimeSpan.FromSeconds(10), options.QueryTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.StopTimeout);
        Assert.All(options.Validate(), Assert.Empty);
    }

    [Fact]
    public void A_wrong_value_is_named_with_its_option_and_its_rule()
    {
        var broken = new MetricsOptions { FlushInterval = TimeSpan.Zero }.Validate().Where(line => line.Length > 0);

        Assert.Equal("Metrics:FlushInterval is 00:00:00: must be from 00:00:00.1000000 to 00:10:00", Assert.Single(broken));
    }
}
