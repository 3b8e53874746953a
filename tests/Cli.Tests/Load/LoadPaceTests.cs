using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Load.Sending;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Load;

public sealed class LoadPaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1_000, 1, 60, 60_000)]
    [InlineData(1_000, 10, 0.025, 3)]
    [InlineData(1, 60, 1, 1)]
    public void A_rate_and_a_duration_make_a_number_of_batches(int rate, int batch, double seconds, long expected) =>
        Assert.Equal(expected, new LoadPace(new LoadRate(rate), TimeSpan.FromSeconds(seconds)).BatchesOf(batch));

    [Fact]
    public void Batches_are_spread_over_time()
    {
        var pace = new LoadPace(new LoadRate(100), TimeSpan.FromSeconds(10));

        Assert.Equal([0, 0.1, 0.2, 0.3], Enumerable.Range(0, 4).Select(number => pace.DueOf(number, 10).TotalSeconds));
        Assert.Equal(TimeSpan.Zero, new LoadPace(default, TimeSpan.FromSeconds(10)).DueOf(1_000_000, 10));
    }

    [Theory]
    [InlineData(1_000, 1_000, 1, 1_000_000)]
    [InlineData(3, 1_000, 1, 3_000)]
    [InlineData(10, 1_000_000, 1, 10)]
    [InlineData(1, 10_000_000, 1, 1)]
    [InlineData(10_000, 100, 60, 1_000_000)]
    [InlineData(1, null, 1, 1)]
    [InlineData(500, null, 1, 500)]
    [InlineData(100_000, null, 1, 1_000)]
    public void The_step_fits_the_rate_and_is_a_whole_number_of_microseconds(int instances, int? rate, int batch, double microseconds) => Assert.Equal(
        microseconds, new LoadPace(new LoadRate(rate), TimeSpan.FromSeconds(10)).StepOf(instances, batch).TotalMicroseconds);

    [Theory]
    [InlineData(0, 1, null)]
    [InlineData(-10 * 24 * 60, 1, null)]
    [InlineData(-27 * 24 * 60, 1, "at most 27 days before it is sent")]
    [InlineData((-27 * 24 * 60) + 2, 1, null)]
    [InlineData((-27 * 24 * 60) + 2, 0.5, "at most 27 days before it is sent")]
    [InlineData(4, 1, null)]
    [InlineData(6, 1, "at most 5 minutes after it is sent")]
    [InlineData(0, 1.4, null)]
    [InlineData(0, 1.6, "an earlier --start or a shorter --step helps")]
    [InlineData(0, 100_000, "--step: the last sample would be a year ahead")]
    public void A_start_that_makes_a_sample_outside_the_accept_window_is_refused(double minutes, double stepSeconds, string? rule)
    {
        var plan = new LoadPlan(1, 10, 1, NetworkMode.Delta, Now.AddMinutes(minutes), TimeSpan.FromSeconds(stepSeconds));
        var pace = new LoadPace(new LoadRate(10), TimeSpan.FromMinutes(10));

        var problem = Record.Exception(() => LoadWindow.Check(plan, pace, Now));

        Assert.Equal(rule is null ? null : typeof(UsageException), problem?.GetType());
        Assert.Contains(rule ?? "", problem?.Message ?? "", StringComparison.Ordinal);
    }
}
