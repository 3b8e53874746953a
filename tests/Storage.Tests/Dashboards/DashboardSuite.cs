using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Dashboards;

/// <summary>What the dashboard of instances shows, on each tier of PostgreSQL.</summary>
/// <param name="fixture">The tier's database.</param>
public abstract class DashboardSuite<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : PostgresStoreFixture, IStoreFixture
{
    private const double Mebi = 1 << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_query_shows_what_the_instances_used_whether_the_time_shown_is_short_or_long()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var (busy, calm) = (Guid.NewGuid(), Guid.NewGuid());
        await store.CreateInstanceAsync(busy, "busy's", Cancel);
        await store.CreateInstanceAsync(calm, "calm", Cancel);

        // A whole hour that is over, so that all minutes and the hour itself are complete.
        var now = TimeProvider.System.GetUtcNow();
        var hour = Timestamps.Hour(now).AddHours(-1);
        await AppendAsync(busy, hour, cpu: 50, 10);
        await AppendAsync(calm, hour, cpu: 5, 1);

        var minutes = await RunAllAsync(hour, hour.AddHours(1).AddMilliseconds(-1), TimeSpan.FromMinutes(1));
        Check(minutes, busyPoints: 60, networkIn: 10 / 60.0);

        var days = await RunAllAsync(hour.AddDays(-6), hour.AddHours(1).AddMilliseconds(-1), TimeSpan.FromMinutes(10));
        Check(days, busyPoints: 1, networkIn: 10 / 60.0);

        // Several hours in one point, which is six times as long.
        var weeks = await RunAllAsync(hour.AddDays(-20), hour.AddHours(1).AddMilliseconds(-1), TimeSpan.FromHours(6));
        Check(weeks, busyPoints: 1, networkIn: 10 / 360.0);

        async Task<Dictionary<string, List<object[]>>> RunAllAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan interval)
        {
            var rows = new Dictionary<string, List<object[]>>();
            foreach (var (title, text) in InstancesDashboard.Panels)
            {
                rows[title] = await place.QueryAsync(InstancesDashboard.Expand(text, from, to, interval, [busy, calm]));
            }

            return rows;
        }

        void Check(Dictionary<string, List<object[]>> rows, int busyPoints, double networkIn)
        {
            Assert.Equal(busyPoints, Of("CPU").Count);
            Assert.All(Of("CPU"), value => Assert.Equal(55, value, 6));
            Assert.Equal(60, Of("CPU, highest").Max());
            Assert.All(Of("Memory"), value => Assert.Equal(100 * Mebi, value, 3));
            Assert.All(Of("Memory, share of the limit"), value => Assert.Equal(0.5, value, 6));
            Assert.All(Of("Network in"), value => Assert.Equal(networkIn, value, 6));
            Assert.All(Of("Network out"), value => Assert.Equal(2 * networkIn, value, 6));
            foreach (var by in (string[])["CPU", "memory share", "network"])
            {
                var top = rows[$"Top 20 by {by}, newest five minutes"];
                Assert.Equal(["busy's", "calm"], top.Select(row => row[1]).Where(name => name is "busy's" or "calm"));
                var row = top.Single(row => row[0].Equals(busy));
                Assert.Equal([55, 100 * Mebi, 0.5, 3 * 10 / 60.0], row[2..].Select(value => Math.Round((double)value, 6)));
            }

            var range = rows["Top 50 by CPU, the whole time shown"].Where(row => row[1] is "busy's" or "calm").ToList();
            Assert.Equal([busy, calm], range.Select(row => row[0]));
            Assert.Equal([55, 60, 100 * Mebi, 100 * Mebi, 600, 1_200], range[0][2..].Select(value => Math.Round((double)value, 6)));

            List<double> Of(string title) => [.. rows[title].Where(row => row[1] is "busy's").Select(row => Convert.ToDouble(row[2], null))];
        }

        // Two samples a minute, 10 percent apart; the bytes come with the second.
        async Task AppendAsync(Guid id, DateTimeOffset from, double cpu, long networkIn) => await store.AppendAsync(
            [
                .. Enumerable.Range(0, 120).Select(index => new AppendSample(id, new PendingSample(
                    new Sample(from.AddSeconds(30 * index), cpu + (10 * (index % 2)), (long)(10 * cpu / 5 * Mebi), 200 << 20, networkIn * (index % 2), 2 * networkIn * (index % 2)), null))),
            ],
            Cancel);
    }

    [Fact]
    public async Task Instances_are_chosen_by_a_part_of_their_name_whatever_is_in_it_and_an_empty_database_has_none()
    {
        await fixture.PostgresAsync();
        await using var place = await fixture.ReadyPostgresAsync();
        var store = await place.StoreAsync();
        Assert.Equal([["none", $"{Guid.Empty}"]], await FoundAsync(""));

        var id = Guid.NewGuid();
        await store.CreateInstanceAsync(id, "Shop of O'Neill", Cancel);
        var unnamed = Guid.NewGuid();
        await store.RegisterInstancesAsync([unnamed], Cancel);
        Assert.Equal([["Shop of O'Neill", $"{id}"]], await FoundAsync("o'n"));
        Assert.Equal([[$"{unnamed}", $"{unnamed}"]], await FoundAsync($"{unnamed}"[..13]));
        Assert.Equal(2, (await FoundAsync("")).Count);

        Task<List<object[]>> FoundAsync(string search) =>
            place.QueryAsync(InstancesDashboard.Expand(InstancesDashboard.Instances, default, default, TimeSpan.FromSeconds(1), search: search));
    }
}
