using LaunchStack.Metrics.Cli.Tests.Support;

namespace LaunchStack.Metrics.Cli.Tests.Db.Migrate;

public sealed class MigrateMemoryTests
{
    private const int Rows = 200_000;
    private static readonly Dictionary<string, string?> SmallHeap = new() { ["DOTNET_GCHeapHardLimit"] = "0x3000000" };

    [Fact]
    public async Task Slices_that_memory_does_not_hold_end_in_a_line_that_names_the_batch_and_a_smaller_one_goes_on_with_as_little()
    {
        await using var old = await OldDatabase.CreateAsync(instances: 40, Rows, seed: 0.5);
        await using var target = await OldDatabase.TargetAsync();
        string[] Arguments(int batch) => ["db", "migrate", "--from", old.ConnectionString, "--to", target.ConnectionString, "--no-verify", "--batch", $"{batch}"];

        await using var large = CommandProcess.Start(Arguments(batch: 1_000_000), SmallHeap);
        Assert.Equal(1, await large.WaitForExitAsync());
        Assert.Equal(
            "launchstack: --batch: there is not enough memory for slices of 1000000 rows, a few for each of --parallel 1: what is committed stays, and the same command with fewer goes on from there",
            large.Error.Last());

        await using var small = CommandProcess.Start(Arguments(batch: 5000), SmallHeap);
        Assert.True(await small.WaitForExitAsync() == 0, small.Describe());
        Assert.Equal(
            await OldDatabase.ValueAsync(old.ConnectionString, "SELECT count(DISTINCT (instance_id, timestamp)) FROM resource_usages WHERE deleted_at IS NULL"),
            await OldDatabase.ValueAsync(target.ConnectionString, "SELECT count(*) FROM resource_usage"));
    }
}
