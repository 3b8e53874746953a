using System.Security.Cryptography;
using Testcontainers.PostgreSql;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>A container with TimescaleDB, for a machine with a Docker engine and no server binaries.</summary>
internal sealed class ContainerPostgres(PostgresFlavor flavor, IReadOnlyList<string> settings) : IPostgresHost
{
    private const string Image = "timescale/timescaledb:2.29.2-pg17";

    // A fixed port, so that a server that was stopped comes back where it was.
    private readonly PostgreSqlContainer _container = new PostgreSqlBuilder(Image)
        .WithPortBinding(FreePorts.Next(), PostgreSqlBuilder.PostgreSqlPort)
        // The engine publishes the port on every address of this machine.
        .WithPassword(RandomNumberGenerator.GetHexString(24, lowercase: true))
        // The library turns synchronous commits off, and a crash would take what tests know to be committed.
        .WithCommand("-c", "synchronous_commit=on", "-c", "max_connections=200", "-c", "max_worker_processes=64")
        .WithCommand(flavor switch
        {
            PostgresFlavor.Apache => ["-c", "timescaledb.license=apache"],
            PostgresFlavor.Plain => ["-c", "shared_preload_libraries="],
            _ => ["-c", "timescaledb.max_background_workers=32"],
        })
        .WithCommand([.. settings.SelectMany(setting => new[] { "-c", setting })])
        // Hides the image's set-up scripts: they create the extension, which ends the start where its library is not loaded.
        .WithTmpfsMount("/docker-entrypoint-initdb.d")
        .Build();

    public string Description => $"container {Image}, {flavor}";

    public string ConnectionString => _container.GetConnectionString();

    public string? Problem => null;

    public Task StartAsync() => _container.StartAsync();

    public async Task StopAsync(bool crash)
    {
        if (crash)
        {
            // The server is process 1; the order that follows finds it on its way out and waits for its end.
            await _container.ExecAsync(["sh", "-c", "kill -QUIT 1"]);
        }

        await _container.StopAsync();
    }

    public Task FreezeAsync(bool frozen) => frozen ? _container.PauseAsync() : _container.UnpauseAsync();

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
