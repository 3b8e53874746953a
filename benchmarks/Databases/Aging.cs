namespace LaunchStack.Metrics.Benchmarks.Databases;

/// <summary>What the product's policies do to rows in the course of time, done at once.</summary>
internal static class Aging
{
    /// <summary>Brings the aggregates up to a moment, hours first: days are made of them.</summary>
    public static async Task RefreshAsync(BenchmarkDatabase database, DateTimeOffset? from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        foreach (var aggregate in new[] { "resource_usage_hourly", "resource_usage_daily" })
        {
            await database.ExecuteAsync(
                $"CALL refresh_continuous_aggregate('{aggregate}', $1::TIMESTAMPTZ, $2::TIMESTAMPTZ)", cancellationToken, (object?)from ?? DBNull.Value, to);
        }
    }

    /// <summary>Compresses chunks that end before a moment and repacks them.</summary>
    public static async Task CompressAsync(BenchmarkDatabase database, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        foreach (var chunk in await database.ListAsync<string>(SqlFile.Read("chunks-to-compress"), cancellationToken, olderThan))
        {
            await database.ExecuteAsync("SELECT compress_chunk($1::REGCLASS)", cancellationToken, chunk);
        }

        await database.ExecuteAsync("CALL launchstack_repack()", cancellationToken);
    }
}
