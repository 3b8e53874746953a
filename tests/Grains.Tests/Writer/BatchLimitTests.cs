using LaunchStack.Metrics.Grains.Writer;

namespace LaunchStack.Metrics.Grains.Tests.Writer;

public sealed class BatchLimitTests
{
    [Fact]
    public void A_slow_database_gets_as_many_rows_as_it_takes_in_a_second_and_a_fast_one_all_that_are_allowed()
    {
        var limit = new BatchLimit(50_000);
        Assert.Equal(50_000, limit.Rows);
        for (var commit = 0; commit < 20; commit++)
        {
            limit.Observe(limit.Rows, TimeSpan.FromSeconds(limit.Rows / 8_000.0));
        }

        Assert.InRange(limit.Rows, 7_900, 8_200);
        for (var commit = 0; commit < 20; commit++)
        {
            limit.Observe(limit.Rows, TimeSpan.FromSeconds(limit.Rows / 200_000.0));
        }

        Assert.Equal(50_000, limit.Rows);
    }

    [Fact]
    public void One_slow_commit_and_small_ones_say_little()
    {
        var limit = new BatchLimit(50_000);
        limit.Observe(3, TimeSpan.FromSeconds(1));
        Assert.Equal(50_000, limit.Rows);
        limit.Observe(50_000, TimeSpan.FromSeconds(100));
        Assert.InRange(limit.Rows, 30_000, 50_000);
    }
}
