using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

/// <summary>The roles of sql/roles/roles.sql. On servers of their own, because roles belong to a server and not to a database.</summary>
public sealed class RolesTests
{
    private const string Password = "0123456789abcdef";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Tier.Timescale, PostgresFlavor.Full)]
    [InlineData(Tier.TimescaleApache, PostgresFlavor.Apache)]
    [InlineData(Tier.Postgres, PostgresFlavor.Plain)]
    public async Task The_writer_does_all_that_a_silo_does_the_reader_reads_and_neither_changes_the_schema(Tier tier, PostgresFlavor flavor)
    {
        await using var server = await PostgresServer.StartOwnAsync(flavor);
        if (tier != Tier.Postgres && server.TimescaleVersion is null)
        {
            const string Reason = "TimescaleDB is not installed on this PostgreSQL server";
            TierReport.Skipped(tier, Reason);
            Assert.Skip(Reason);
        }

        TierReport.Ran(tier);
        await using var database = await PostgresDatabase.CreateAsync(server);
        await MakeRolesAsync(database.ConnectionString);
        await MakeRolesAsync(database.ConnectionString);

        await using var owner = StoreAs(database, "launchstack_owner");
        await owner.OpenAsync(applySchema: true, Cancel);
        Assert.Equal(tier, owner.Tier);

        await using var writer = StoreAs(database, "launchstack_writer");
        await writer.OpenAsync(applySchema: true, Cancel);
        await UseAsync(writer);

        await AssertDoctorAsync(database, "launchstack_owner", []);
        await AssertDoctorAsync(database, "launchstack_writer", []);
        await AssertDoctorAsync(database, "launchstack_reader", ["privileges", "connections"]);

        await using var reading = await ConnectAsync(database, "launchstack_reader");
        Assert.Equal(1L, await ScalarAsync(reading, "SELECT count(*) FROM resource_usage"));
        Assert.Equal(1L, await ScalarAsync(reading, "SELECT count(*) FROM resource_usage_hourly"));
        Assert.Equal(1L, await ScalarAsync(reading, "SELECT count(*) FROM resource_usage_daily"));
        Assert.Equal(0L, await ScalarAsync(reading, "SELECT count(*) FROM launchstack_dead_letters"));
        await AssertRefusedAsync(reading, "DELETE FROM launchstack_dead_letters");
        await using var reader = StoreAs(database, "launchstack_reader");
        await reader.OpenAsync(applySchema: false, Cancel);
        Assert.Empty(await reader.DeadLettersAsync(new(), 1, null, Cancel));
        await AssertRefusedAsync(reading, "INSERT INTO instances (id) VALUES (gen_random_uuid())");
        await AssertRefusedAsync(reading, "SELECT launchstack_purge()");

        await using var writing = await ConnectAsync(database, "launchstack_writer");
        await AssertRefusedAsync(writing, "ALTER TABLE resource_usage ADD COLUMN more int");
        await AssertRefusedAsync(writing, "DROP TABLE network_baselines");
        await AssertRefusedAsync(writing, "UPDATE launchstack_lifecycle SET value = '1 day'");
        await AssertRefusedAsync(writing, "CREATE TABLE more ()");

        // The foreign key once per batch: what the writer needs for it, and nobody else has.
        await ScalarAsync(writing, "SELECT set_config('session_replication_role', 'replica', true)");
        await AssertRefusedAsync(reading, "SELECT set_config('session_replication_role', 'replica', true)");
        if (tier == Tier.Timescale)
        {
            await AssertOpensForLateAsync(database, writer);
        }
    }

    [Fact]
    public async Task A_silo_that_may_not_change_the_schema_says_who_must_when_it_is_missing_or_a_value_differs()
    {
        await using var server = await PostgresServer.StartOwnAsync(PostgresFlavor.Plain);
        TierReport.Ran(Tier.Postgres);
        await using var database = await PostgresDatabase.CreateAsync(server);
        await MakeRolesAsync(database.ConnectionString);
        await using (var early = StoreAs(database, "launchstack_writer"))
        {
            var missing = await Assert.ThrowsAsync<StoreSchemaException>(() => early.OpenAsync(applySchema: true, Cancel));
            Assert.Contains("the role launchstack_writer may not create it: run `launchstack db setup` as one that may", missing.Message, StringComparison.Ordinal);
        }

        await using var owner = StoreAs(database, "launchstack_owner");
        await owner.OpenAsync(applySchema: true, Cancel);
        var retention = LifecycleValue.All.Single(value => value.Option == nameof(Lifecycle.RawRetention));
        await using var other = StoreAs(
            database, "launchstack_writer", new() { Lifecycle = new Dictionary<LifecycleValue, TimeSpan> { [retention] = TimeSpan.FromDays(90) } });
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => other.OpenAsync(applySchema: true, Cancel));
        Assert.Equal(
            "Metrics:RawRetention is 90.00:00:00, and the database has 30.00:00:00: run `launchstack db setup` with the new value, as its owner: the role launchstack_writer may not change the schema",
            error.Message);
    }

    /// <summary>What the doctor has to say as a role. Jobs may have run meanwhile; what they say depends on the server's version.</summary>
    private static async Task AssertDoctorAsync(PostgresDatabase database, string role, IEnumerable<string> expected)
    {
        var report = await StoreFactory.PostgresDoctor(As(database, role), new(), TimeProvider.System).ExamineAsync(ExaminationDepth.Full, Cancel);
        var wrong = report.Findings.Where(finding => finding.Status != FindingStatus.Ok && finding.Check != "jobs").ToList();
        Assert.True(
            expected.SequenceEqual(wrong.Select(finding => finding.Check).Distinct()), string.Join(Environment.NewLine, wrong.Select(finding => finding.ToString())));
    }

    private static async Task UseAsync(ISampleStore store)
    {
        var (kept, deleted) = (Guid.NewGuid(), Guid.NewGuid());
        var now = TimeProvider.System.GetUtcNow();
        await store.RegisterInstancesAsync([kept, deleted], Cancel);
        var counter = new CounterKey("c", DateTimeOffset.UnixEpoch);
        await store.AppendAsync(
            [.. new[] { kept, deleted }.Select(id => new AppendSample(id, new PendingSample(new Sample(now, 1, 2, 3, 4, 5), counter)))], Cancel);
        await store.BuryAsync([new(new(kept, new(new Sample(now, 1, 2, 3, 4, 5), counter)), "refused"), new(new(Guid.NewGuid(), new(new Sample(now, 1, 2, 3, 4, 5), null)), "refused")], Cancel);
        Assert.Equal([RetryOutcome.Duplicate, RetryOutcome.UnknownInstance], (await store.RetryDeadLettersAsync(new(), Cancel)).Select(letter => letter.Outcome));
        Assert.Equal(1, await store.DropDeadLettersAsync(new(), Cancel));
        Assert.True(await store.DeleteInstanceAsync(deleted, Cancel));
        Assert.NotNull(await store.CreateInstanceAsync(Guid.NewGuid(), "made", Cancel));
        Assert.Equal("renamed", (await store.RenameInstanceAsync(kept, "renamed", Cancel))?.Name);
        var runs = await store.MaintainAsync("tests", Cancel);
        Assert.NotEmpty(runs);
        Assert.All(runs, run => Assert.Null(run.Error));
        Assert.Single(await store.RecentAsync(kept, 10, null, Cancel));
        Assert.Single(await store.HourlyAsync(kept, now.AddHours(-2), now, Cancel));
        Assert.Single(await store.DailyAsync(kept, now.AddDays(-2), now, Cancel));
        Assert.Empty(await store.DailyAsync(deleted, now.AddDays(-2), now, Cancel));
        Assert.Contains(deleted, await store.DeletedInstancesAsync(Cancel));
        Assert.NotEmpty(await store.MaintenanceRunsAsync(Cancel));
    }

    /// <summary>Late samples in large numbers: their chunk is decompressed and compressed again by a role that could do neither by itself.</summary>
    private static async Task AssertOpensForLateAsync(PostgresDatabase database, ISampleStore writer)
    {
        const string Compressed = "SELECT count(*) FROM timescaledb_information.chunks WHERE hypertable_name = 'resource_usage' AND is_compressed AND range_start < now() - INTERVAL '11 days'";
        await using var owner = await ConnectAsync(database, "launchstack_owner");
        var id = Guid.NewGuid();
        var day = Timestamps.Day(TimeProvider.System.GetUtcNow()).AddDays(-12);
        await writer.RegisterInstancesAsync([id], Cancel);
        await AppendAsync(0, 20);
        await ScalarAsync(owner, "SELECT compress_chunk(part)::TEXT FROM launchstack_parts() WHERE starts = date_trunc('day', now() - INTERVAL '12 days', 'UTC')");
        Assert.Equal(1L, await ScalarAsync(owner, Compressed));
        await writer.PrepareLateAsync(day, day.AddHours(1), 600, Cancel);
        await AppendAsync(20, 600);
        Assert.Equal(0L, await ScalarAsync(owner, Compressed));
        await writer.SettleLateAsync(Cancel);
        Assert.Equal(1L, await ScalarAsync(owner, Compressed));

        async Task AppendAsync(int first, int count) => Assert.All(
            await writer.AppendAsync(
                [.. Enumerable.Range(first, count).Select(second => new AppendSample(id, new PendingSample(new Sample(day.AddSeconds(second), 1, 2, 3, 4, 5), null)))],
                Cancel),
            outcome => Assert.Equal(AppendOutcome.Stored, outcome));
    }

    private static async Task MakeRolesAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        await using var psql = ChildProcess.Start(
            "psql",
            [
                "--no-psqlrc", "--quiet", "--host", settings.Host!, "--port", $"{settings.Port}", "--username", settings.Username!, "--dbname", settings.Database!,
                "--file", RepositoryRoot.Combine("sql", "roles", "roles.sql"),
            ],
            new Dictionary<string, string?>
            {
                ["PGPASSWORD"] = settings.Password,
                ["LAUNCHSTACK_OWNER_PASSWORD"] = Password,
                ["LAUNCHSTACK_WRITER_PASSWORD"] = Password,
                ["LAUNCHSTACK_READER_PASSWORD"] = Password,
            });
        Assert.Equal(0, await psql.WaitForExitAsync());
    }

    private static ISampleStore StoreAs(PostgresDatabase database, string role, PostgresStoreOptions? options = null) =>
        StoreFactory.Postgres(As(database, role), options ?? new(), NullLogger.Instance);

    private static string As(PostgresDatabase database, string role) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = Password }.ConnectionString;

    private static async Task<NpgsqlConnection> ConnectAsync(PostgresDatabase database, string role)
    {
        var connection = new NpgsqlConnection($"{As(database, role)};Pooling=false");
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private static async Task AssertRefusedAsync(NpgsqlConnection connection, string statement)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(connection, statement));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }
}
