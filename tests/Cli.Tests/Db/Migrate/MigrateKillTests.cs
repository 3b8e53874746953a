using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Cli.Tests.Db.Migrate;

public sealed class MigrateKillTests
{
    private const int Rows = 30_000;

    [Fact]
    public async Task A_migration_that_is_killed_again_and_again_ends_as_an_undisturbed_one_byte_for_byte_with_its_policies_running()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var old = await OldDatabase.CreateAsync(instances: 12, Rows, seed: random.NextDouble());
        await using var undisturbed = await OldDatabase.TargetAsync();
        await using var target = await OldDatabase.TargetAsync();
        string[] Arguments(string to) => ["db", "migrate", "--from", old.ConnectionString, "--to", to, "--batch", "500", "--parallel", "2"];
        var whole = await Command.RunAsync(Arguments(undisturbed.ConnectionString));
        Assert.True(whole.ExitCode == 0, whole.Error);

        foreach (var share in ((double[])[random.NextDouble() * 0.1, 0.1 + (random.NextDouble() * 0.5), 0.6 + (random.NextDouble() * 0.35)]))
        {
            await using var process = CommandProcess.Start([.. Arguments(target.ConnectionString), "--rate-limit", "10000"]);
            await Deadline.UntilAsync(
                async () => process.HasExited || await CountAsync(target.ConnectionString) > Rows * share * 0.9, "some rows are copied");
            await process.SignalAsync(UnixSignal.Kill);
            await process.WaitForExitAsync();
            Assert.False(await CountAsync(target.ConnectionString) == await CountAsync(undisturbed.ConnectionString), process.Describe());
        }

        Assert.True((long)await OldDatabase.ValueAsync(target.ConnectionString, "SELECT count(*) FROM timescaledb_information.jobs WHERE NOT scheduled") > 0);
        var last = await Command.RunAsync(Arguments(target.ConnectionString));
        Assert.True(last.ExitCode == 0, last.Error);

        Assert.Equal(await OldDatabase.DigestAsync(undisturbed.ConnectionString), await OldDatabase.DigestAsync(target.ConnectionString));
        Assert.Equal(0L, await OldDatabase.ValueAsync(
            target.ConnectionString, "SELECT count(*) FROM timescaledb_information.jobs WHERE NOT scheduled OR proc_name = 'launchstack_migration_guard'"));
    }

    [Fact]
    public async Task Policies_of_a_killed_migration_are_resumed_by_the_database_itself_and_retention_not_before_the_hours_are_computed()
    {
        await using var old = await OldDatabase.CreateAsync(instances: 2, 2000, seed: 0.5);
        await using var target = await OldDatabase.TargetAsync();
        await using var process = CommandProcess.Start(
            "db", "migrate", "--from", old.ConnectionString, "--to", target.ConnectionString, "--batch", "100", "--rate-limit", "300");
        const string Paused = "SELECT count(*) FROM timescaledb_information.jobs WHERE NOT scheduled AND proc_name <> 'policy_retention'";
        const string Held = "SELECT count(*) FROM timescaledb_information.jobs WHERE NOT scheduled AND proc_name = 'policy_retention'";
        await Deadline.UntilAsync(async () => await CountAsync(target.ConnectionString) > 0, "rows are copied");
        await Deadline.UntilAsync(async () => (long)await OldDatabase.ValueAsync(target.ConnectionString, Paused) > 0, "policies are paused");

        await RunGuardAsync(target.ConnectionString);
        Assert.True((long)await OldDatabase.ValueAsync(target.ConnectionString, Paused) > 0);
        await process.SignalAsync(UnixSignal.Kill);
        await process.WaitForExitAsync();
        await GuardUntilNoneAsync(target.ConnectionString, Paused, "policies go on");
        Assert.True((long)await OldDatabase.ValueAsync(target.ConnectionString, Held) > 0);
        await OldDatabase.ExecuteAsync(target.ConnectionString, "UPDATE launchstack_migrations SET stale = 'empty'");
        await GuardUntilNoneAsync(target.ConnectionString, Held, "retention goes on");
        Assert.Equal(0L, await OldDatabase.ValueAsync(target.ConnectionString, "SELECT count(*) FROM timescaledb_information.jobs WHERE proc_name = 'launchstack_migration_guard'"));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_migration_with_a_sentence_on_how_to_go_on_and_its_policies_running()
    {
        await using var old = await OldDatabase.CreateAsync(instances: 2, 2000, seed: 0.5);
        await using var target = await OldDatabase.TargetAsync();
        await using var process = CommandProcess.Start(
            "db", "migrate", "--from", old.ConnectionString, "--to", target.ConnectionString, "--batch", "100", "--rate-limit", "300");
        await Deadline.UntilAsync(async () => await CountAsync(target.ConnectionString) > 0, "rows are copied");

        await process.SignalAsync(UnixSignal.Interrupt);
        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal("launchstack: stopped: what is committed stays, and the same command goes on from there", process.Error.Last());
        Assert.Equal(0L, await OldDatabase.ValueAsync(
            target.ConnectionString, "SELECT count(*) FROM timescaledb_information.jobs WHERE NOT scheduled AND proc_name <> 'policy_retention'"));
    }

    private static async Task<long> CountAsync(string target) => (long)await OldDatabase.ValueAsync(target, "SELECT count(*) FROM resource_usage");

    private static Task GuardUntilNoneAsync(string target, string count, string what) => Deadline.UntilAsync(
        async () =>
        {
            await RunGuardAsync(target);
            return (long)await OldDatabase.ValueAsync(target, count) == 0;
        },
        what);

    // As its scheduler would; it may be at it, which makes this one do nothing, or find the job gone.
    private static async Task RunGuardAsync(string target)
    {
        var job = await OldDatabase.ValueAsync(
            target, "SELECT coalesce((SELECT job_id FROM timescaledb_information.jobs WHERE proc_name = 'launchstack_migration_guard'), 0)");
        if (job is not 0)
        {
            try
            {
                await OldDatabase.ValueAsync(target, $"CALL run_job({job})");
            }
            catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.UndefinedObject)
            {
            }
        }
    }
}
