using LaunchStack.Metrics.Silo.Hosting;
using Npgsql;
using Orleans.Runtime.MembershipService;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class UserErrorTests
{
    // As Orleans words it.
    private const string Unreachable = "Failed to get ping responses from 2 of 3 active silos. Newly joining silos validate connectivity with all active silos before joining the cluster. "
        + "Successfully contacted: [S10.0.0.1:11111:152000001]. Failed to get response from: [S10.0.0.2:11111:152000002, S[fd00::3]:11112:152000003]";

    [Theory]
    [InlineData(Unreachable, "no answer from 10.0.0.2:11111, [fd00::3]:11112; silos must")]
    [InlineData("Something else went wrong.", "no answer from a silo that runs in it; silos must")]
    public void Silos_that_do_not_answer_one_that_joins_are_named_with_the_options_to_look_at(string message, string expected)
    {
        var line = UserError.Describe(new AggregateException(new OrleansClusterConnectivityCheckFailedException(message)));

        Assert.NotNull(line);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Contains("Cluster:AdvertisedAddress", line, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1:", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void A_database_that_fails_while_the_silo_joins_is_one_line() => Assert.Equal(
        "the database cannot be used: 53300: sorry, too many clients already",
        UserError.Describe(new InvalidOperationException("joining", new PostgresException("sorry, too many clients already", "FATAL", "FATAL", "53300"))));

    [Fact]
    public void What_is_no_users_fault_is_not_described() => Assert.Null(UserError.Describe(new InvalidOperationException("ours")));
}
