using LaunchStack.Metrics.Faults.Tests.Support;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Faults;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Faults.Tests;

public sealed class MigrationDiskTests
{
    private const long Rows = 60_000;

    [Fact]
    public async Task A_migration_whose_target_has_no_room_left_says_so_in_one_line_and_ends_with_all_rows_when_it_has_room_again()
    {
        var faults = FaultSchedule.OfThisTest();
        await using var target = await FaultDatabase.CreateOnOwnServerAsync();
        await using var disk = await SmallDisk.TryMountAsync(target, faults);
        await using var source = await OldTableAsync(target.Server);
        await using (var setUp = LoadProcess.Start("db", "setup", "--database", target.Url))
        {
            Assert.True(await setUp.WaitForExitAsync() == 0, setUp.Describe());
        }

        string[] arguments = ["db", "migrate", "--from", source.ConnectionString, "--to", target.Url, "--batch", "1000"];
        foreach (var way in new IDiskFault?[] { new RefusingTrigger(target), disk }.OfType<IDiskFault>())
        {
            var before = await target.CountAsync();
            await using var refused = LoadProcess.Start([.. arguments, "--rate-limit", "10000"]);
            await Deadline.UntilAsync(async () => refused.HasExited || await target.CountAsync() > before, "some rows are copied");
            await way.FillAsync();
            Assert.True(await refused.WaitForExitAsync() == 1, refused.Describe());
            var told = Assert.Single(refused.Lines, line => line.StartsWith("launchstack: ", StringComparison.Ordinal));
            Assert.Contains("53100", told, StringComparison.Ordinal);
            Assert.EndsWith("make room on its disk", told, StringComparison.Ordinal);
            Assert.InRange(await target.CountAsync(), before + 1, Rows - 1);
            await way.FreeAsync();
        }

        await using var last = LoadProcess.Start(arguments);
        Assert.True(await last.WaitForExitAsync() == 0, last.Describe());
        Assert.Equal(Rows, await target.CountAsync());
    }

    private static async Task<PostgresDatabase> OldTableAsync(PostgresServer server)
    {
        var source = await PostgresDatabase.CreateAsync(server);
        await using var connection = new NpgsqlConnection($"{source.ConnectionString};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            CREATE TABLE instances (id UUID PRIMARY KEY, name TEXT);
            INSERT INTO instances SELECT md5(n::text)::uuid, 'instance ' || n FROM generate_series(1, 10) AS n;
            CREATE TABLE resource_usages (
                id UUID PRIMARY KEY DEFAULT gen_random_uuid(), instance_id UUID, timestamp TIMESTAMPTZ, cpu_usage FLOAT, memory_usage BIGINT, memory_limit BIGINT,
                network_in BIGINT, network_out BIGINT);
            INSERT INTO resource_usages (instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out)
            SELECT md5(n::text)::uuid, date_trunc('hour', now()) - INTERVAL '3 days' + step * INTERVAL '30.017 seconds', step % 100, step, 2000000000, step * 1000, step * 10
            FROM generate_series(1, {Rows / 10}) AS step, generate_series(1, 10) AS n
            """,
            connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return source;
    }
}
