using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Membership;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Silo.Tests.Membership;

/// <summary>What a silo, or a client, is told that was told something wrong: one line.</summary>
public sealed class JoinTests(ClusterPlace place) : IClassFixture<ClusterPlace>
{
    private readonly string _cluster = $"join-{Guid.NewGuid():n}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // As if the silos ran: their last sign of life is not old even when this machine is slow.
    private static TimeSpan Recently => -TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_silo_of_another_service_is_refused()
    {
        await place.AddSiloAsync(_cluster, $"{new SiloTerms("gone:1", "0.9.0", 1, 1, "theirs")}", FreePorts.Next(), Recently);

        var line = await RefusedAsync(await place.EnvironmentAsync(_cluster, "mine"));

        Assert.Contains($"cannot join the cluster '{_cluster}'", line, StringComparison.Ordinal);
        Assert.Contains("has Cluster:ServiceId 'theirs' and not 'mine'", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_whose_version_does_not_go_with_those_that_run_is_refused()
    {
        await place.AddSiloAsync(_cluster, $"{new SiloTerms("gone:1", "9.0.0", 8, 9, _cluster)}", FreePorts.Next(), Recently);

        var line = await RefusedAsync(await place.EnvironmentAsync(_cluster));

        Assert.Contains($"is version 9.0.0, which speaks protocol 9 and not {ClusterProtocol.Current}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_with_the_loopback_address_of_one_on_another_machine_is_refused()
    {
        var environment = await place.EnvironmentAsync(_cluster);
        var port = FreePorts.Next();
        environment["Cluster__SiloPort"] = $"{port}";
        environment["Cluster__AdvertisedAddress"] = "127.0.0.1";
        await place.AddSiloAsync(_cluster, "Silo_0000", port, Recently);

        var line = await RefusedAsync(environment);

        Assert.Contains($"silo 127.0.0.1:{port} (gone), which runs in it, is on another machine and has the same loopback address", line, StringComparison.Ordinal);
        Assert.Contains("Cluster:AdvertisedAddress", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_tables_is_refused_where_the_silo_may_not_make_them()
    {
        await using var empty = await PostgresDatabase.CreateAsync(Tier.Postgres);
        var line = await RefusedAsync(new() { ["ConnectionStrings__Metrics"] = empty.ConnectionString, ["Metrics__ApplySchema"] = "false" });

        Assert.Contains("orleans/incremental/001-tables.sql", line, StringComparison.Ordinal);
        Assert.Contains("launchstack db setup", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_silos_have_left_in_the_table_that_are_long_gone_keeps_nobody_out()
    {
        await place.AddSiloAsync(_cluster, "Silo_0000", FreePorts.Next(), TimeSpan.FromHours(1));
        await using var silo = await SiloProcess.StartAsync(await place.EnvironmentAsync(_cluster));

        Assert.Single(silo.Process.Lines, line => line.Contains("(gone) that has said nothing for 36", StringComparison.Ordinal));
        await Deadline.UntilAsync(async () => await place.StatusAsync(_cluster, generation: 1) == 6, "the silo that is gone is taken for dead");
    }

    [Theory]
    [InlineData(60, "ahead of")]
    [InlineData(-60, "behind")]
    public async Task A_clock_that_is_far_off_is_refused(int seconds, string way)
    {
        var clock = await ClockAsync(TimeSpan.FromSeconds(seconds));

        var refused = await Assert.ThrowsAsync<ClusterRefusedException>(() => clock.CheckAsync(Cancel));

        Assert.Contains($" s {way} the database's", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_a_little_off_is_not() => await (await ClockAsync(ClusterClock.Refused / 2)).CheckAsync(Cancel);

    [Fact]
    public async Task A_client_that_looks_for_a_cluster_which_is_not_there_is_told_which_are()
    {
        await place.AddSiloAsync(_cluster, "Silo_0000", FreePorts.Next(), Recently);

        var line = await NotConnectedAsync(await place.ConnectionStringAsync(), "nowhere");

        Assert.Contains("; the database knows no such cluster", line, StringComparison.Ordinal);
        Assert.Contains(_cluster, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_looks_for_a_cluster_whose_silos_are_dead_is_told_so()
    {
        await place.AddSiloAsync(_cluster, "Silo_0000", FreePorts.Next(), Recently, status: 6);

        Assert.EndsWith("; no silo of this cluster runs", await NotConnectedAsync(await place.ConnectionStringAsync(), _cluster), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_a_database_without_tables_is_told_what_makes_them()
    {
        await using var empty = await PostgresDatabase.CreateAsync(Tier.Postgres);

        Assert.Contains("; the database has no table of silos; run `launchstack db setup`", await NotConnectedAsync(empty.ConnectionString, _cluster), StringComparison.Ordinal);
    }

    private static async Task<string> NotConnectedAsync(string database, string clusterId)
    {
        var thrown = await Assert.ThrowsAsync<MetricsConnectionException>(() => MetricsClient.ConnectAsync(
            options => (options.Database, options.ClusterId, options.ConnectTimeout) = (database, clusterId, TimeSpan.Zero), cancellationToken: Cancel));
        Assert.DoesNotContain('\n', thrown.Message);
        return thrown.Message;
    }

    private static async Task<string> RefusedAsync(Dictionary<string, string?> environment)
    {
        await using var silo = SiloProcess.Launch(environment);
        Assert.Equal(1, await silo.Process.WaitForExitAsync());
        return Assert.Single(silo.Process.Error);
    }

    private async Task<ClusterClock> ClockAsync(TimeSpan off)
    {
        var configuration = new SiloConfiguration(new ServiceOptions(), new ClusterSettings(), new Dictionary<LifecycleValue, TimeSpan>(), await place.ConnectionStringAsync(), null);
        return new ClusterClock(configuration, new FakeTimeProvider(TimeProvider.System.GetUtcNow() + off), NullLogger<ClusterClock>.Instance);
    }
}
