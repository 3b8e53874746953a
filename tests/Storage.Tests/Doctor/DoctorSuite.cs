using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

/// <summary>
/// What the doctor says of a tier of PostgreSQL: of one that is right, and of one thing at a time that is not. Each remedy is then taken at
/// its word.
/// </summary>
/// <param name="fixture">The tier's database.</param>
public abstract partial class DoctorSuite<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : PostgresStoreFixture, IStoreFixture
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_set_up_every_check_is_ok_at_either_depth()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.StoreAsync();
        await place.PutOffJobsAsync();
        foreach (var depth in Enum.GetValues<ExaminationDepth>())
        {
            DoctorReport? report = null;
            await Deadline.UntilAsync(
                async () => (report = await place.ExamineAsync(depth)).Status == FindingStatus.Ok, $"all checks are ok: {Describe(report)}");
            Assert.Equal(TFixture.Tier, report!.Tier);
            Assert.Equal(report.Findings.Count, report.Findings.Select(finding => finding.Check).Distinct().Count());
            Assert.All(report.Findings, finding => Assert.Null(finding.Remedy));
        }
    }

    [Fact]
    public async Task A_database_in_use_is_ok()
    {
        var place = await HealthyAsync();
        Assert.Contains("the newest sample is 00:0", Text(await place.ExamineAsync(), "newest-sample"), StringComparison.Ordinal);
    }

    /// <summary>A database of the test's own.</summary>
    protected Task<PostgresPlace> FreshAsync() => fixture.FreshPostgresAsync();

    /// <summary>The class's database, with a sample of this minute and what a silo would have done for it.</summary>
    protected async Task<PostgresPlace> HealthyAsync()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        await place.PutOffJobsAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await store.AppendAsync([new AppendSample(id, new PendingSample(new Sample(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, 5), null))], Cancel);
        await store.MaintainAsync("the tests", Cancel);
        await place.WaitUntilOkAsync();
        return place;
    }

    /// <summary>Breaks one thing, expects exactly these lines to turn, does what they say, and expects all to be well again.</summary>
    protected async Task TurnsAndMendsAsync(string statement, FindingStatus status, params string[] checks)
    {
        var place = await HealthyAsync();
        await place.ExecuteAsync(statement);
        var broken = (await place.ExamineAsync()).Findings.Where(finding => finding.Status != FindingStatus.Ok).ToList();
        Assert.Equal(checks.Select(check => (check, status)), broken.Select(finding => (finding.Check, finding.Status)));
        foreach (var finding in broken)
        {
            await MendAsync(place, finding.Remedy!);
        }

        var after = await place.ExamineAsync();
        Assert.True(after.Status == FindingStatus.Ok, Describe(after));
    }

    private static async Task MendAsync(PostgresPlace place, string remedy)
    {
        if (remedy.StartsWith("launchstack db setup", StringComparison.Ordinal))
        {
            await using var store = place.Create(new PostgresStoreOptions());
            await store.OpenAsync(applySchema: true, Cancel);
        }
        else
        {
            // What works in parts answers whether there is more.
            while ((await place.QueryAsync(remedy)).Any(row => row is [true]))
            {
            }
        }
    }

    private static string Text(DoctorReport report, string check) => Assert.Single(report.Findings, finding => finding.Check == check).Message;

    private static string Describe(DoctorReport? report) => string.Join(
        Environment.NewLine, report?.Findings.Where(finding => finding.Status != FindingStatus.Ok).Select(finding => finding.ToString()) ?? []);
}
