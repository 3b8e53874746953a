using System.Globalization;
using System.Net;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace LaunchStack.Metrics.Cluster.Tests;

public sealed class MembershipTableTests(ClusterDatabase database) : IClassFixture<ClusterDatabase>, IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 1, 31, 13, 45, 0, DateTimeKind.Utc);
    private readonly string _clusterId = $"{Guid.NewGuid():n}";
    private IHost? _host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IMembershipTable Table => _host!.Services.GetRequiredService<IMembershipTable>();

    public async ValueTask InitializeAsync()
    {
        // Never started: the table is driven by hand.
        _host = await TestHosts.BuildSiloAsync(database, _clusterId);
        await Table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _host?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_new_cluster_has_a_version_and_no_silos()
    {
        await Table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        var all = await Table.ReadAllAsync(Cancellation);
        Assert.Empty(all.Members);
        Assert.Equal(0, all.Version.Version);
        Assert.Empty((await Table.ReadRowAsync(Address(1), Cancellation)).Members);
    }

    [Fact]
    public async Task A_silo_comes_back_as_it_was_written()
    {
        var entry = Entry(1);
        entry.AddSuspector(Address(2), Start.AddTicks(1));
        Assert.True(await InsertAsync(entry));
        Assert.True(await UpdateAsync(entry, SiloStatus.Active));

        var row = await Table.ReadRowAsync(entry.SiloAddress, Cancellation);
        var (read, etag) = Assert.Single(row.Members);
        Assert.Equal(2, row.Version.Version);
        Assert.Equal(row.Version.VersionEtag, etag);
        Assert.Equal(
            (entry.SiloAddress, "silo 1", "host", SiloStatus.Active, 30_000, Start, Start.AddSeconds(1)),
            (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(Address(2), Assert.Single(read.SuspectTimes!).Item1);
    }

    [Fact]
    public async Task An_insert_with_an_old_version_changes_nothing()
    {
        Assert.True(await InsertAsync(Entry(1)));
        await UnchangedByAsync(async () => Assert.False(await Table.InsertRowAsync(Entry(2), Version(0).Next(), Cancellation)));
    }

    [Fact]
    public async Task An_insert_of_a_silo_that_is_there_changes_nothing()
    {
        Assert.True(await InsertAsync(Entry(1)));
        await UnchangedByAsync(async () => Assert.False(await InsertAsync(Entry(1, "another name"))));
    }

    [Fact]
    public async Task An_update_with_an_old_version_changes_nothing()
    {
        Assert.True(await InsertAsync(Entry(1)));
        var entry = Entry(1);
        entry.Status = SiloStatus.Dead;
        await UnchangedByAsync(async () => Assert.False(await Table.UpdateRowAsync(entry, "0", Version(0).Next(), Cancellation)));
    }

    [Fact]
    public async Task An_update_of_a_silo_that_is_not_there_changes_nothing()
    {
        Assert.True(await InsertAsync(Entry(1)));
        await UnchangedByAsync(async () => Assert.False(await UpdateAsync(Entry(2), SiloStatus.Dead)));
    }

    [Fact]
    public async Task Of_many_changes_at_once_from_one_version_exactly_one_is_made()
    {
        for (var round = 0; round < 20; round++)
        {
            var version = (await Table.ReadAllAsync(Cancellation)).Version;
            var inserts = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => Table.InsertRowAsync(Entry((round * 8) + number), version.Next(), Cancellation))));
            Assert.Single(inserts, inserted => inserted);
            var members = await Table.ReadAllAsync(Cancellation);
            Assert.Equal((version.Version + 1, round + 1), (members.Version.Version, members.Members.Count));

            var entry = members.Members[0].Item1;
            var updates = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Table.UpdateRowAsync(entry, members.Version.VersionEtag, members.Version.Next(), Cancellation))));
            Assert.Single(updates, updated => updated);
            Assert.Equal(version.Version + 2, (await Table.ReadAllAsync(Cancellation)).Version.Version);
        }
    }

    [Fact]
    public async Task A_sign_of_life_moves_the_time_alone_and_a_later_update_does_not_set_it_back()
    {
        var entry = Entry(1);
        Assert.True(await InsertAsync(entry));
        var alive = Entry(1);
        alive.IAmAliveTime = Start.AddMinutes(5);
        await Table.UpdateIAmAliveAsync(alive, Cancellation);
        Assert.Equal(1, (await Table.ReadAllAsync(Cancellation)).Version.Version);
        Assert.True(await UpdateAsync(entry, SiloStatus.Active));
        Assert.Equal(Start.AddMinutes(5), (await Table.ReadAllAsync(Cancellation)).Members.Single().Item1.IAmAliveTime);
    }

    [Fact]
    public async Task Cleanup_removes_only_silos_that_are_dead_and_old()
    {
        foreach (var (number, status, age) in new[] { (1, SiloStatus.Dead, 10), (2, SiloStatus.Dead, 1), (3, SiloStatus.Active, 10), (4, SiloStatus.ShuttingDown, 10) })
        {
            var entry = Entry(number);
            entry.StartTime = entry.IAmAliveTime = Start.AddDays(-age);
            Assert.True(await InsertAsync(entry));
            Assert.True(await UpdateAsync(entry, status));
        }

        await Table.CleanupDefunctSiloEntriesAsync(Start.AddDays(-7), Cancellation);
        Assert.Equal([2, 3, 4], (await Table.ReadAllAsync(Cancellation)).Members.Select(member => member.Item1.SiloAddress.Generation).Order());
    }

    [Fact]
    public async Task Cleanup_by_cutoff_alone_removes_only_silos_that_are_dead_and_old()
    {
        foreach (var (number, status, age) in new[] { (1, SiloStatus.Dead, 10), (2, SiloStatus.Dead, 1), (3, SiloStatus.Active, 10) })
        {
            var entry = Entry(number);
            entry.StartTime = entry.IAmAliveTime = Start.AddDays(-age);
            Assert.True(await InsertAsync(entry));
            Assert.True(await UpdateAsync(entry, status));
        }

        await ExecuteAsync("CleanupDefunctSiloEntriesKey", ("IAmAliveTime", Start.AddDays(-7)));
        Assert.Equal([2, 3], (await Table.ReadAllAsync(Cancellation)).Members.Select(member => member.Item1.SiloAddress.Generation).Order());
    }

    [Fact]
    public async Task Cleanup_leaves_a_dead_silo_whose_row_has_changed_since_it_was_read()
    {
        var entry = Entry(1);
        Assert.True(await InsertAsync(entry));
        Assert.True(await UpdateAsync(entry, SiloStatus.Dead));
        (string, object)[] captured =
            [("Address", "127.0.0.1"), ("Port", 11_111), ("Generation", 1), ("SuspectTimes", DBNull.Value), ("StartTime", Start), ("IAmAliveTime", Start)];
        await ExecuteAsync("CleanupDefunctSiloEntryKey", captured);
        Assert.Single((await Table.ReadAllAsync(Cancellation)).Members);
        captured[^1] = ("IAmAliveTime", Start.AddSeconds(1));
        await ExecuteAsync("CleanupDefunctSiloEntryKey", captured);
        Assert.Empty((await Table.ReadAllAsync(Cancellation)).Members);
    }

    [Fact]
    public async Task Cleanups_of_many_dead_silos_at_once_with_changes_remove_those_alone_and_every_new_version_has_its_change()
    {
        const int Dead = 60;
        const int Living = 2 * Dead;
        foreach (var number in Enumerable.Range(1, Dead))
        {
            var entry = Entry(number);
            entry.StartTime = entry.IAmAliveTime = Start.AddDays(-10);
            Assert.True(await InsertAsync(entry));
            Assert.True(await UpdateAsync(entry, SiloStatus.Dead));
        }

        Assert.True(await InsertAsync(Entry(Living)));
        var before = (await Table.ReadAllAsync(Cancellation)).Version.Version;
        var cleanups = Enumerable.Range(0, 3).Select(_ => Table.CleanupDefunctSiloEntriesAsync(Start.AddDays(-7), Cancellation));
        var changes = Enumerable.Range(1, Dead).Select(number => number % 2 == 0 ? UpdateAsync(Entry(number), SiloStatus.Dead) : UpdateAsync(Entry(Living), SiloStatus.Active)).ToList();
        await Task.WhenAll(cleanups.Concat(changes));

        // One that was written anew while the cleanup went on counts as seen, and stays for the next.
        var after = await Table.ReadAllAsync(Cancellation);
        Assert.Equal(before + changes.Count(change => change.Result), after.Version.Version);
        Assert.Contains(after.Members, member => member.Item1.SiloAddress.Generation == Living);

        await Table.CleanupDefunctSiloEntriesAsync(Start.AddDays(1), Cancellation);
        Assert.Equal(Living, Assert.Single((await Table.ReadAllAsync(Cancellation)).Members).Item1.SiloAddress.Generation);
    }

    [Fact]
    public async Task A_change_of_a_silo_that_a_cleanup_removes_meanwhile_makes_no_new_version()
    {
        var entry = Entry(1);
        Assert.True(await InsertAsync(entry));
        Assert.True(await UpdateAsync(entry, SiloStatus.Dead));
        var version = (await Table.ReadAllAsync(Cancellation)).Version;
        await using var connection = new NpgsqlConnection(await database.ConnectionStringAsync());
        await connection.OpenAsync(Cancellation);
        await using var cleanup = await connection.BeginTransactionAsync(Cancellation);
        await using var delete = new NpgsqlCommand("DELETE FROM orleans_silo WHERE deployment_id = @id", connection, cleanup);
        delete.Parameters.AddWithValue("id", _clusterId);
        Assert.Equal(1, await delete.ExecuteNonQueryAsync(Cancellation));

        var change = UpdateAsync(entry, SiloStatus.Dead);
        await using var waits = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))", connection, cleanup);
        await Deadline.UntilAsync(async () => await waits.ExecuteScalarAsync(Cancellation) is true, "the change waits for the cleanup");
        await cleanup.CommitAsync(Cancellation);

        Assert.False(await change);
        Assert.Equal(version.Version, (await Table.ReadAllAsync(Cancellation)).Version.Version);
    }

    [Fact]
    public async Task A_deleted_cluster_leaves_nothing_and_other_clusters_alone()
    {
        Assert.True(await InsertAsync(Entry(1)));
        using var other = await TestHosts.BuildSiloAsync(database, $"{_clusterId}-2");
        var table = other.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        Assert.True(await table.InsertRowAsync(Entry(1), (await table.ReadAllAsync(Cancellation)).Version.Next(), Cancellation));
        await Table.DeleteMembershipTableEntriesAsync(_clusterId, Cancellation);
        await Table.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancellation);
        Assert.Empty((await Table.ReadAllAsync(Cancellation)).Members);
        Assert.Single((await table.ReadAllAsync(Cancellation)).Members);
    }

    private static SiloAddress Address(int generation) => SiloAddress.New(IPAddress.Loopback, 11_111, generation);

    private static MembershipEntry Entry(int generation, string? name = null) => new()
    {
        SiloAddress = Address(generation),
        SiloName = name ?? $"silo {generation}",
        HostName = "host",
        Status = SiloStatus.Joining,
        ProxyPort = 30_000,
        StartTime = Start,
        IAmAliveTime = Start.AddSeconds(1),
    };

    private static TableVersion Version(int version) => new(version, version.ToString(CultureInfo.InvariantCulture));

    private async Task<bool> InsertAsync(MembershipEntry entry) => await Table.InsertRowAsync(entry, (await Table.ReadAllAsync(Cancellation)).Version.Next(), Cancellation);

    private async Task<bool> UpdateAsync(MembershipEntry entry, SiloStatus status)
    {
        entry.Status = status;
        var version = (await Table.ReadAllAsync(Cancellation)).Version;
        return await Table.UpdateRowAsync(entry, version.VersionEtag, version.Next(), Cancellation);
    }

    private async Task UnchangedByAsync(Func<Task> attempt)
    {
        var before = (await Table.ReadAllAsync(Cancellation)).ToString();
        await attempt();
        Assert.Equal(before, (await Table.ReadAllAsync(Cancellation)).ToString());
    }

    private async Task ExecuteAsync(string key, params (string Name, object Value)[] parameters)
    {
        await using var connection = new NpgsqlConnection(await database.ConnectionStringAsync());
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT querytext FROM orleansquery WHERE querykey = @key";
        command.Parameters.AddWithValue("key", key);
        var query = (string)(await command.ExecuteScalarAsync(Cancellation))!;
        command.Parameters.Clear();
#pragma warning disable CA2100 // What a provider does, too.
        command.CommandText = query;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("DeploymentId", _clusterId);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.Add(value is DBNull
                ? new NpgsqlParameter(name, NpgsqlTypes.NpgsqlDbType.Text) { Value = value }
                : new NpgsqlParameter(name, value));
        }

        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
