using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

/// <summary>What each tier of PostgreSQL guarantees beyond the common suite. One file per aspect.</summary>
/// <param name="fixture">The tier's database.</param>
public abstract partial class PostgresSuite<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : PostgresStoreFixture, IStoreFixture
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The tier's database.</summary>
    protected TFixture Fixture => fixture;

    /// <summary>Cancels with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static AppendSample Reading(Guid instanceId, int second, string source = "", long networkIn = 4) => new(
        instanceId,
        new PendingSample(new Sample(Noon.AddSeconds(second), 1, 2, 3, networkIn, 5), new CounterKey(source, DateTimeOffset.UnixEpoch)));

    private static async Task<string> ColumnsAsync(PostgresPlace place, string table) =>
        (string)(await place.QueryAsync(
            "SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = $1",
            table))[0][0];
}
