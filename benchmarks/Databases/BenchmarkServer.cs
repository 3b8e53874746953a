using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Databases;

/// <summary>The server that is measured: a given one, or a private one that is set up as a small production server is.</summary>
internal static class BenchmarkServer
{
    private static readonly string[] Settings =
    [
        "fsync=on",
        "jit=on",
        "autovacuum_naptime=1min",
        "full_page_writes=on",
        "shared_buffers=2GB",
        "effective_cache_size=12GB",
        "work_mem=32MB",
        "maintenance_work_mem=512MB",
        "max_wal_size=8GB",
        "checkpoint_timeout=15min",
        "random_page_cost=1.1",
        "effective_io_concurrency=200",
    ];

    /// <exception cref="FailureException">There is none, or it has no TimescaleDB.</exception>
    public static async Task<PostgresServer> StartAsync(string? address)
    {
        try
        {
            var server = address is null ? await PostgresServer.LaunchAsync(PostgresFlavor.Full, Settings) : await PostgresServer.UseAsync(address);
            if (server.TimescaleVersion is not null)
            {
                return server;
            }

            var description = server.Description;
            await server.DisposeAsync();
            throw new FailureException($"no TimescaleDB: {description}");
        }
        catch (PostgresUnavailableException problem)
        {
            throw new FailureException(problem.Message);
        }
    }
}
