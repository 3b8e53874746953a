using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class PostgresStoreOptionsTests
{
    // Orleans gives a call up after 30 s, and says then that the silo did not answer.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_slow_query_is_given_up_well_before_the_call_that_waits_for_it()
    {
        var options = new PostgresStoreOptions();
        Assert.Equal(TimeSpan.FromSeconds(10), options.QueryTimeout);
        Assert.InRange(options.ConnectTimeout + options.QueryTimeout, TimeSpan.Zero, ResponseTimeout / 2);
    }
}
