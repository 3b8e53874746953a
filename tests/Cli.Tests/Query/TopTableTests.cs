using LaunchStack.Metrics.Cli.Query;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Query;

public sealed class TopTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_has_a_whole_bar_and_the_others_their_part_of_it()
    {
        var rows = Rendered.Lines(TopTable.Create([Ranked("web-1", 80, 25), Ranked("web-2", 40, 50)], UsageMeasure.Cpu));

        Assert.Contains(rows, row => row.Contains("web-1 │ ████████████████████ │       80.00", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("web-2 │ ██████████           │       40.00", StringComparison.Ordinal));
    }

    [Fact]
    public void A_whole_bar_of_a_share_is_the_limit_itself()
    {
        var rows = Rendered.Lines(TopTable.Create([Ranked("web-2", 40, 50)], UsageMeasure.MemoryShare));

        Assert.Contains(rows, row => row.Contains("│ By memory-share │", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("web-2 │ ██████████      │", StringComparison.Ordinal));
    }

    private static RankedUsage Ranked(string name, double cpu, double share) => new(
        Guid.NewGuid(), name, new UsageTotals { From = Start, To = Start.AddMinutes(5), SampleCount = 1, AvgCpu = cpu, MemoryShare = share });
}
