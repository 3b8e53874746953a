using System.Net;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class StopTests
{
    private const int Instances = 100;
    private const int SamplesEach = 20;

    // So that what is accepted is still buffered when the signal comes.
    private static readonly Dictionary<string, string?> Unhurried = new() { ["Metrics__FlushInterval"] = "00:05:00" };

    [Theory]
    [InlineData(UnixSignal.Terminate)]
    [InlineData(UnixSignal.Interrupt)]
    public async Task A_signalled_silo_stores_all_it_has_accepted_and_exits_with_0(UnixSignal signal)
    {
        await using var silo = await SiloProcess.StartAsync(Unhurried);
        var ids = await PushAsync(silo);

        await silo.Process.SignalAsync(signal);
        Assert.Equal(0, await silo.Process.WaitForExitAsync());

        Assert.Contains($"{Instances * SamplesEach} samples accepted, {Instances * SamplesEach} durable, 0 lost", silo.Process.Lines.Last(), StringComparison.Ordinal);
        var stores = StoreFactory.Sqlite(Path.Combine(silo.Folder, "data", "launchstack.db"), TimeProvider.System, NullLogger.Instance);
        await using var store = stores.Samples;
        Assert.Equal(Instances * SamplesEach, await CountAsync(store, ids));
    }

    [Theory]
    [InlineData(Tier.Postgres)]
    [InlineData(Tier.Timescale)]
    public async Task The_same_holds_on_PostgreSQL(Tier tier)
    {
        await using var database = await PostgresDatabase.CreateAsync(tier);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>(Unhurried)
        {
            ["ConnectionStrings__Metrics"] = database.ConnectionString,
            ["Metrics__Tier"] = tier == Tier.Postgres ? "postgres" : "timescale",
        });
        var ids = await PushAsync(silo);

        await silo.TerminateAsync();

        await using var store = StoreFactory.Postgres(database.ConnectionString, new PostgresStoreOptions(), NullLogger.Instance);
        Assert.Equal(Instances * SamplesEach, await CountAsync(store, ids));
        Assert.Equal(tier, store.Tier);
    }

    [Fact]
    public async Task Without_its_database_a_silo_stops_in_time_counts_what_is_lost_and_exits_with_1()
    {
        await using var probe = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var server = await PostgresServer.StartOwnAsync(PostgresFlavor.Plain);
        await using var database = await PostgresDatabase.CreateAsync(server);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>(Unhurried)
        {
            ["ConnectionStrings__Metrics"] = database.ConnectionString,
            ["Metrics__StopTimeout"] = "00:00:01",
        });
        await PushAsync(silo);
        await server.StopAsync();

        var start = TimeProvider.System.GetTimestamp();
        await silo.Process.SignalAsync(UnixSignal.Terminate);
        Assert.Equal(1, await silo.Process.WaitForExitAsync(TimeSpan.FromMinutes(2)));

        Assert.Contains($"{Instances * SamplesEach} samples accepted, 0 durable, {Instances * SamplesEach} lost", silo.Process.Lines.Last(), StringComparison.Ordinal);

        // What docker-compose.yml and deploy/kubernetes give it before they kill it.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(90));
        await server.StartAsync();
    }

    [Fact]
    public async Task A_killed_silo_keeps_what_was_durable_and_starts_again_on_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("launchstack-kill-").FullName;
        var id = Guid.NewGuid();
        await using (var killed = await SiloProcess.StartAsync(Unhurried, folder))
        {
            var body = $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]";
            Assert.Equal(HttpStatusCode.OK, (await killed.Http.PushAsync(id, body, "?ack=durable")).Status);
            await killed.Process.SignalAsync(UnixSignal.Kill);
            await killed.Process.WaitForExitAsync();
        }

        await using (var again = await SiloProcess.StartAsync(Unhurried, folder))
        {
            Assert.Single((await again.Http.ReadAsync($"instances/{id}/samples")).Body["items"]!.AsArray());
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<List<Guid>> PushAsync(SiloProcess silo)
    {
        var ids = Enumerable.Range(0, Instances).Select(_ => Guid.NewGuid()).ToList();
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var body = $"[{string.Join(',', Enumerable.Range(0, SamplesEach).Select(index => HttpCalls.SampleAt(start.AddMilliseconds(index))))}]";
        foreach (var id in ids)
        {
            var (status, receipt) = await silo.Http.PushAsync(id, body);
            Assert.Equal((HttpStatusCode.Accepted, SamplesEach), (status, (int)receipt["accepted"]!));
        }

        return ids;
    }

    private static async Task<int> CountAsync(ISampleStore store, List<Guid> ids)
    {
        await store.OpenAsync(applySchema: false, CancellationToken.None);
        var count = 0;
        foreach (var id in ids)
        {
            count += (await store.RecentAsync(id, 10_000, null, CancellationToken.None)).Count;
        }

        return count;
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_while_it_starts_exits_with_0_and_without_a_word_of_failure()
    {
        await using var silo = SiloProcess.Launch();
        await silo.Process.WaitForLineAsync("Schema: applied sqlite/incremental/001");

        await silo.TerminateAsync();

        Assert.Empty(silo.Process.Error);
        Assert.DoesNotContain(silo.Process.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
    }
}
