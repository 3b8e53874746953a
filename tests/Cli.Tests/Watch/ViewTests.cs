using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Cli.Watch;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Watch;

public sealed class ViewTests
{
    private const string Id = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

    private static readonly WatchWindow Window = new(TimeSpan.FromMinutes(5));
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 13, 0, 7, TimeSpan.Zero);

    private static readonly InstanceFrame Instance = new(Now, Guid.Parse(Id), "web-1", Now.AddSeconds(-2), 50, 1 << 28, 1 << 30, 25, 2_048, null)
    {
        Points = [Point(25), Point(50), Point(50)],
    };

    private static readonly FleetFrame Fleet = new(Now, 2, 1.5, [new FleetRow(Guid.Parse(Id), "web-1", 50, 40, 1 << 28, 25, 2_048, 0) { Points = [Point(1), Point(2)] }]);

    [Fact]
    public void An_instance_is_drawn_with_its_newest_values_and_a_chart_of_each()
    {
        var lines = Rendered.Lines(InstanceView.Draw(Instance, Window, 80), 80);

        Assert.Equal($"{Id}  web-1  the last 5m", lines[0].TrimEnd());
        Assert.Equal("newest sample 2026-01-31T13:00:05Z, 2 s ago", lines[1].TrimEnd());
        Assert.Matches("^CPU +██ +max 50.00 %$", lines[2].TrimEnd());
        Assert.StartsWith("50.00 %", lines[3], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("25.00 % of 1.0 GB", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("2.0 KB/s", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_chart_is_as_high_as_the_highest_sample_and_the_newest_rate()
    {
        var lines = Rendered.Lines(InstanceView.Draw(Instance with { Points = [Point(25) with { MaxCpu = 100, TotalNetworkIn = 10 }] }, Window, 80), 80);

        Assert.Matches("^CPU +max 100.00 %$", lines[2].TrimEnd());
        Assert.Contains(lines, line => line.EndsWith("max 2.0 KB/s", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_can_be_drawn_an_instance_is_a_line() => Assert.Equal(
        ["2026-01-31T13:00:07Z  CPU 50.00 %, memory 256.0 MB, 25.00 % of 1.0 GB, in 2.0 KB/s, out -"], InstanceView.Lines(Instance));

    [Fact]
    public void An_instance_without_samples_says_so()
    {
        var silent = new InstanceFrame(Now, Guid.Parse(Id), "", null, null, null, null, null, null, null);

        Assert.Equal(["2026-01-31T13:00:07Z  no samples"], InstanceView.Lines(silent));
        Assert.Contains(Rendered.Lines(InstanceView.Draw(silent, Window, 80)), line => line.TrimEnd() == "no samples");
    }

    [Fact]
    public void The_fleet_is_drawn_with_how_busy_it_is_and_a_row_for_each_of_the_busiest()
    {
        var lines = Rendered.Lines(FleetView.Draw(Fleet, Window, 160), 160);

        Assert.Equal("2026-01-31T13:00:07Z  2 instances with samples of the last 5m, 1.5 samples/s", lines[0].TrimEnd());
        Assert.Contains(lines, line => line.Contains($"│ {Id} │ web-1 │ ▁█", StringComparison.Ordinal) && line.Contains("2.0 KB/s", StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_narrow_terminal_a_name_stands_for_the_instance()
    {
        var lines = Rendered.Lines(FleetView.Draw(Fleet, Window, 80), 80);

        Assert.Contains(lines, line => line.Contains("│ web-1", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(Id, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_can_be_drawn_the_fleet_is_lines() => Assert.Equal(
        [
            "2026-01-31T13:00:07Z  2 instances with samples, 1.5 samples/s",
            $"  {Id}  CPU 50.00 % (avg 40.00 %), memory 256.0 MB, in 2.0 KB/s, out 0 B/s  web-1",
        ],
        FleetView.Lines(Fleet));

    [Fact]
    public void A_fleet_of_more_than_are_counted_says_so() =>
        Assert.Contains("1000 or more instances", FleetView.Lines(Fleet with { Instances = 1_000, SamplesPerS = null }).First(), StringComparison.Ordinal);

    private static UsagePoint Point(double cpu) => new() { Bucket = Now, SampleCount = 1, AvgCpu = cpu };
}
