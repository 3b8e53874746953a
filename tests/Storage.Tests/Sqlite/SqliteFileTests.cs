using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaunchStack.Metrics.Storage.Tests.Sqlite;

public sealed class SqliteFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_store_on_the_file_is_refused_until_the_first_is_closed()
    {
        await using var place = new SqlitePlace();
        var first = place.Create();
        await first.OpenAsync(applySchema: true, Cancel);
        await using var second = place.Create();
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => second.OpenAsync(applySchema: true, Cancel));
        Assert.Contains("is in use by another process", error.Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await second.OpenAsync(applySchema: true, Cancel);
    }

    [Fact]
    public async Task A_file_is_free_again_when_the_process_that_had_it_was_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "takes the lock with flock(1)");
        await using var place = new SqlitePlace();
        Directory.CreateDirectory(Path.GetDirectoryName(place.File)!);
        await using var holder = ChildProcess.Start(
            "flock", ["--no-fork", "--exclusive", $"{place.File}.lock", "sh", "-c", "echo locked; exec sleep 600"]);
        await holder.WaitForLineAsync("locked");
        await using var store = place.Create();
        await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, Cancel));
        await holder.SignalAsync(UnixSignal.Kill);
        await holder.WaitForExitAsync();
        await store.OpenAsync(applySchema: true, Cancel);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        await using var place = new SqlitePlace();
        Directory.CreateDirectory(Path.GetDirectoryName(place.File)!);
        var text = new string('x', 5000);
        await File.WriteAllTextAsync(place.File, text, Cancel);
        await using var store = place.Create();
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.Contains(place.File, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(place.File, Cancel));
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_refused_for_what_it_is_and_not_as_in_use()
    {
        await using var place = new SqlitePlace();
        var folder = Path.GetDirectoryName(place.File)!;
        await File.WriteAllTextAsync(folder, "a file", Cancel);
        try
        {
            await AssertUnusableAsync(place.File, folder);
        }
        finally
        {
            File.Delete(folder);
        }
    }

    [Theory]
    [InlineData("/proc/launchstack/launchstack.db")]
    [InlineData("/proc/launchstack.db")]
    [InlineData("/dev/full/launchstack.db")]
    public async Task A_folder_in_which_nothing_can_be_made_is_refused_for_what_it_is_and_not_as_in_use(string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc and /dev");
        await AssertUnusableAsync(file, Path.GetDirectoryName(file)!);
    }

    [Fact]
    public async Task A_lock_file_that_is_a_folder_is_refused_for_what_it_is_and_not_as_in_use()
    {
        await using var place = new SqlitePlace();
        Directory.CreateDirectory($"{place.File}.lock");
        await AssertUnusableAsync(place.File, $"{place.File}.lock");
    }

    [Fact]
    public async Task A_commit_is_synced_to_the_disk()
    {
        await using var place = new SqlitePlace();
        var database = new Storage.Sqlite.SqliteDatabase(place.File, TimeSpan.FromSeconds(10), NullLogger.Instance);
        await database.OpenAsync(applySchema: true, Cancel);
        Assert.Equal(("wal", 2L), await database.WriteAsync(
            transaction =>
            {
                using var command = transaction.Connection!.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = "SELECT journal_mode, synchronous FROM pragma_journal_mode, pragma_synchronous";
                using var reader = command.ExecuteReader();
                reader.Read();
                return (reader.GetString(0), reader.GetInt64(1));
            },
            Cancel));
        await database.DisposeAsync();
    }

    private static async Task AssertUnusableAsync(string file, string culprit)
    {
        await using var store = StoreFactory.Sqlite(file, TimeProvider.System, NullLogger.Instance).Samples;
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.StartsWith($"{file} cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(culprit, error.Message[$"{file} cannot be used: ".Length..], StringComparison.Ordinal);
    }
}
