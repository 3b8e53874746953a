using Testcontainers.PostgreSql;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>A container with TimescaleDB, for a machine with a Docker engine and no server binaries.</summary>
internal sealed class ContainerPostgres(PostgresFlavor flavor) : IPostgresHost
{
    private const string Image = "timescale/timescaledb:latest-pg17";

    // A fixed port, so that a server that was stopped comes back where it was.
    private readonly PostgreSqlContainer _container = new PostgreSqlBuilder(Image)
        .WithPortBinding(FreePorts.Next(), PostgreSqlBuilder.PostgreSqlPort)
        .WithCommand("-c", "fsync=off", "-c", "max_connections=200", "-c", "max_worker_processes=64")
        .WithCommand(flavor switch
        {
            PostgresFlavor.Apache => ["-c", "timescaledb.license=apache"],
            PostgresFlavor.Plain => ["-c", "shared_preload_libraries="],
            _ => ["-c", "timescaledb.max_background_workers=32"],
        })
        .Build();

    public string Description => $"container {Image}, {flavor}";

    public string ConnectionString => _container.GetConnectionString();

    public string? Problem => null;

    public Task StartAsync() => _container.StartAsync();

    public Task StopAsync(bool crash) => _container.StopAsync();

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
