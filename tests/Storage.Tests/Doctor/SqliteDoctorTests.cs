using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Sqlite;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

/// <summary>What the doctor says of an embedded file, while a store has it open.</summary>
public sealed class SqliteDoctorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_set_up_and_in_use_every_check_is_ok_at_either_depth()
    {
        await using var place = await HealthyAsync();
        foreach (var depth in Enum.GetValues<ExaminationDepth>())
        {
            var report = await ExamineAsync(place, depth);
            Assert.Equal((FindingStatus.Ok, Tier.Sqlite), (report.Status, report.Tier));
            Assert.Equal(depth == ExaminationDepth.Full, report.Findings.Any(finding => finding.Check == "integrity"));
        }
    }

    [Fact]
    public async Task A_file_that_no_store_has_open_is_examined_as_well()
    {
        await using var place = new SqlitePlace();
        await using (var store = place.Create())
        {
            await store.OpenAsync(applySchema: true, Cancel);
        }

        Assert.Equal(FindingStatus.Ok, (await ExamineAsync(place)).Status);
    }

    [Theory]
    [InlineData("DROP INDEX resource_usage_instance_id_timestamp_idx", FindingStatus.Warn, "indexes", "CREATE INDEX")]
    [InlineData("UPDATE launchstack_lifecycle SET value = 864000000000 WHERE name = 'raw_retention'", FindingStatus.Fail, "window-chain", "--raw-retention")]
    [InlineData("UPDATE launchstack_maintenance SET error = 'disk full' WHERE task = 'expire'", FindingStatus.Warn, "maintenance", "remove the reason")]
    [InlineData("UPDATE resource_usage SET timestamp = timestamp - 7200000000", FindingStatus.Warn, "newest-sample", "collect --once")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM instances", FindingStatus.Fail, "orphans", "DELETE FROM resource_usage")]
    [InlineData("DELETE FROM launchstack_schema_versions WHERE ScriptName LIKE '%002%'", FindingStatus.Fail, "schema", "launchstack db setup")]
    public async Task What_is_wrong_is_one_line_with_what_to_do(string statement, FindingStatus status, string check, string remedy)
    {
        await using var place = await HealthyAsync();
        place.Execute(statement);
        var finding = Assert.Single((await ExamineAsync(place)).Findings, finding => finding.Status != FindingStatus.Ok);
        Assert.Equal((check, status), (finding.Check, finding.Status));
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_one_line_with_their_number_age_and_first_reason()
    {
        await using var place = await HealthyAsync();
        var store = await place.StoreAsync();
        foreach (var reason in (string[])["first", "second"])
        {
            await store.BuryAsync([new(new(Guid.NewGuid(), new(new Sample(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, 5), null)), reason)], Cancel);
        }

        place.Execute("UPDATE launchstack_dead_letters SET refused_at = refused_at - 7200000000 WHERE key = 1");
        var finding = Assert.Single((await ExamineAsync(place, ExaminationDepth.Quick)).Findings, finding => finding.Status != FindingStatus.Ok);
        Assert.Equal(
            new Finding("dead-letters", FindingStatus.Warn, "2 samples were refused and put aside, the oldest 120 minutes ago: first", "launchstack db deadletter list"),
            finding);
    }

    [Fact]
    public async Task A_damaged_file_one_that_is_none_and_one_that_is_not_there_are_failures_and_no_exceptions()
    {
        await using var place = new SqlitePlace();
        Assert.Equal("there is no such file", Assert.Single((await ExamineAsync(place)).Findings).Message);

        await using (var store = place.Create())
        {
            await store.OpenAsync(applySchema: true, Cancel);
        }

        await using (var file = File.OpenWrite(place.File))
        {
            file.Position = 8192;
            await file.WriteAsync(new byte[8192], Cancel);
        }

        Assert.Contains((await ExamineAsync(place)).Findings, finding => finding.Status != FindingStatus.Ok);

        await File.WriteAllTextAsync(place.File, new string('x', 8192), Cancel);
        Assert.Equal("the file is not an SQLite database", Assert.Single((await ExamineAsync(place)).Findings).Message);
    }

    private static async Task<SqlitePlace> HealthyAsync()
    {
        var place = new SqlitePlace();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await store.AppendAsync([new AppendSample(id, new PendingSample(new Sample(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, 5), null))], Cancel);
        await store.MaintainAsync("the tests", Cancel);
        return place;
    }

    private static Task<DoctorReport> ExamineAsync(SqlitePlace place, ExaminationDepth depth = ExaminationDepth.Full) =>
        StoreFactory.SqliteDoctor(place.File, new SqliteStoreOptions(), TimeProvider.System).ExamineAsync(depth, Cancel);
}
