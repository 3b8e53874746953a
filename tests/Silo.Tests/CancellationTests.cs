using System.Net;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>Who no longer waits for an answer no longer costs the database anything.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // A machine that is busy with other tests may take longer once, and does not each time. A cancellation that gets nowhere always does.
    private const int Attempts = 10;

    private readonly Guid _id = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_that_goes_away_ends_its_query_in_the_database_and_nobody_elses()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await StartAsync(database);
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        await using var held = await HeldTable.HoldAsync(database);
        var callers = new List<(CancellationTokenSource Gone, Task<HttpResponseMessage> Answer)>();

        // Each of them is one query.
        var hour = $"{TimeProvider.System.GetUtcNow().AddHours(-2):yyyy-MM-dd'T'HH}";
        foreach (var path in new[] { "samples", "samples?limit=3", $"range?from={hour}:10:00Z&to={hour}:20:00Z", "stats" })
        {
            var gone = new CancellationTokenSource();
            callers.Add((gone, silo.Http.GetAsync(new Uri($"instances/{_id}/{path}", UriKind.Relative), gone.Token)));
            await held.WaitAsync(callers.Count);
        }

        var took = new List<TimeSpan>();
        foreach (var left in new[] { 3, 2, 1 })
        {
            took.Add(await held.TimeAsync(callers[3 - left].Gone.CancelAsync, left));
        }

        while (took.Min() > Second && took.Count < Attempts)
        {
            using var gone = new CancellationTokenSource();
            var call = silo.Http.GetAsync(new Uri($"instances/{_id}/samples?limit={took.Count}", UriKind.Relative), gone.Token);
            await held.WaitAsync(2);
            took.Add(await held.TimeAsync(gone.CancelAsync, 1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        Assert.InRange(took.Min(), TimeSpan.Zero, Second);

        await held.LetGoAsync();
        using var answer = await callers[3].Answer;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        callers.ForEach(caller => caller.Gone.Dispose());
    }

    [Fact]
    public async Task The_same_holds_for_an_Orleans_client()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using var silo = await StartAsync(database);
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        await using var client = await MetricsClient.ConnectAsync(
            options => (options.Gateways, options.ClusterId, options.ServiceId) = ([$"127.0.0.1:{silo.GatewayPort}"], silo.ClusterId, silo.ClusterId),
            cancellationToken: Cancel);
        await using var held = await HeldTable.HoldAsync(database);
        var other = silo.Http.GetAsync(new Uri($"instances/{_id}/samples", UriKind.Relative), Cancel);
        await held.WaitAsync(1);

        var took = new List<TimeSpan>();
        do
        {
            using var gone = new CancellationTokenSource();
            var recent = client.GetRecentAsync(_id, 10, cancellationToken: gone.Token);
            await held.WaitAsync(2);
            took.Add(await held.TimeAsync(gone.CancelAsync, 1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recent);
        }
        while (took.Min() > Second && took.Count < Attempts);

        Assert.InRange(took.Min(), TimeSpan.Zero, Second);
        await held.LetGoAsync();
        using var answer = await other;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<SiloProcess> StartAsync(PostgresDatabase database) => SiloProcess.StartAsync(new Dictionary<string, string?>
    {
        ["ConnectionStrings__Metrics"] = database.ConnectionString,
        ["Metrics__Tier"] = "postgres",
    });
}
