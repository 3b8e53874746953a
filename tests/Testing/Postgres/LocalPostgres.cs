using System.Security.Cryptography;
using Npgsql;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>A private cluster in a temporary folder, in memory where it has the settings that suit tests; from the binaries of this machine.</summary>
internal sealed class LocalPostgres : IPostgresHost
{
    private readonly string _folder;
    private readonly string _password = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private readonly int _port = FreePorts.Next();
    private readonly PostgresBinaries _binaries;
    private readonly string[] _settings;
    private ChildProcess? _keeper;

    public LocalPostgres(PostgresBinaries binaries, PostgresFlavor flavor, IReadOnlyList<string> settings)
    {
        _binaries = binaries;
        // What is measured is measured on a disk.
        _folder = ServerFolder.Choose(inMemory: settings.Count == 0);
        // The last of a name wins.
        _settings = [.. Settings(binaries, flavor), .. settings];
        Description = $"{binaries.Folder}, {flavor}";
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Database = "postgres",
            Username = "postgres",
            Password = _password,
        }.ConnectionString;
    }

    public string Description { get; }

    public string ConnectionString { get; }

    public string? Problem => _keeper is { HasExited: true } ? _keeper.Describe() : null;

    public async Task StartAsync()
    {
        // The server refuses to run as root; setpriv replaces itself, so that no process stands in between.
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];
        string[] command =
        [
            .. user, "sh", "-c", Script(), "keeper", _binaries.Folder, _folder, "-p", $"{_port}", "-k", _folder,
            .. _settings.SelectMany(setting => new[] { "-c", setting }),
        ];
        _keeper = ChildProcess.Start(command[0], command[1..], workingDirectory: Path.GetTempPath());
        await _keeper.WriteAsync($"{_password}\n");
    }

    public async Task StopAsync(bool crash)
    {
        await _keeper!.WriteAsync(crash ? "crash\n" : "stop\n");
        await _keeper.WaitForExitAsync();
    }

    // The first child of the keeper is the server, which makes all the others: frozen first, it makes no more.
    public Task FreezeAsync(bool frozen) =>
        ProcessTree.SignalAsync(ProcessTree.DescendantsOf(_keeper!.Id), frozen ? UnixSignal.Freeze : UnixSignal.Resume);

    public async ValueTask DisposeAsync()
    {
        if (_keeper is { HasExited: true })
        {
            await StartAsync();
        }

        _keeper!.CloseInput();
        await _keeper.WaitForExitAsync();
    }

    private static IEnumerable<string> Settings(PostgresBinaries binaries, PostgresFlavor flavor)
    {
        yield return "listen_addresses=127.0.0.1";
        yield return "max_connections=200";
        yield return "shared_buffers=64MB";
        // Tests crash the server, never the machine: what is written survives that without a sync.
        yield return "fsync=off";
        yield return "full_page_writes=off";
        // Its files may be in memory, and a checkpoint costs next to nothing.
        yield return "max_wal_size=128MB";
        // Many small databases that live for seconds: a worker for each of them in turn, and a compiler for each long query, cost more than they bring.
        yield return "autovacuum_naptime=1h";
        yield return "jit=off";
        yield return "timezone=UTC";
        if (binaries.HasTimescale && flavor != PostgresFlavor.Plain)
        {
            yield return "shared_preload_libraries=timescaledb";
            yield return "timescaledb.telemetry_level=off";
            // Each database has a scheduler of its own, and suites have a database each.
            yield return "max_worker_processes=64";
            yield return "timescaledb.max_background_workers=32";
            yield return flavor == PostgresFlavor.Apache ? "timescaledb.license=apache" : "timescaledb.license=timescale";
        }
    }

    private static string Script()
    {
        using var stream = typeof(LocalPostgres).Assembly.GetManifestResourceStream("keeper.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
