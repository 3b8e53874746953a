using LaunchStack.Metrics.Cluster.Tests.Chaos.Network;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Clock;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Cluster.Tests.Chaos;

/// <summary>Three silo processes, a database server of their own, the network in between, and a clock for each silo.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    public const int Size = 3;

    // What Orleans says on standard error before it aborts a process whose silo is dead by the membership table, and the exit code of SIGABRT.
    private const string Told = "I have been told I am dead, so this silo will stop!";
    private const int Aborted = 128 + 6;

    // A silo that the others took for dead must hear of it, end and come back.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly FaultSchedule _faults;
    private readonly DirectoryInfo _folder;
    private readonly List<FaultSilo> _silos = [];

    private ChaosCluster(FaultSchedule faults, FaultDatabase database, IClusterNetwork network, IReadOnlyDictionary<string, string?> options)
    {
        (_faults, Database, Network) = (faults, database, network);
        _folder = Directory.CreateTempSubdirectory("launchstack-chaos-");
        Clocks = [.. Enumerable.Range(0, Size).Select(number => new ClockShift(Path.Combine(_folder.FullName, $"clock{number}")))];
        foreach (var number in Enumerable.Range(0, Size))
        {
            var place = network.PlaceOf(number) with { Environment = Clocks[number].Environment.Concat(options).ToDictionary() };
            _silos.Add(new FaultSilo(network.DatabaseUrlOf(number), number == 0 ? null : _silos[0].ClusterId, place));
        }
    }

    public FaultDatabase Database { get; }

    public IClusterNetwork Network { get; }

    public IReadOnlyList<FaultSilo> Silos => _silos;

    public IReadOnlyList<ClockShift> Clocks { get; }

    public string Id => _silos[0].ClusterId;

    /// <param name="faults">Draws faults, and notes what is done.</param>
    /// <param name="options">Variables that every silo has beside those of its place.</param>
    public static async Task<ChaosCluster> StartAsync(FaultSchedule faults, IReadOnlyDictionary<string, string?> options)
    {
        var database = await FaultDatabase.CreateOnOwnServerAsync();
        IClusterNetwork network = (IClusterNetwork?)await NamespaceNetwork.TryCreateAsync(database, Size, faults) ?? new ProxyNetwork(database, Size);
        faults.Note($"{Size} silos, {network.Description}");
        var cluster = new ChaosCluster(faults, database, network, options);
        try
        {
            // The first one sets up the database.
            await cluster.StartAsync(0);
            await Task.WhenAll(Enumerable.Range(1, Size - 1).Select(cluster.StartAsync));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo whose process has ended.</summary>
    public async Task StartAsync(int number)
    {
        await Network.CloseAsync(number);
        await Silos[number].RestartAsync();
        await Network.OpenAsync(number, Silos[number]);
    }

    /// <summary>Waits until all silos are in the cluster; one that ended because it was taken for dead is started again, as an orchestrator would.</summary>
    public Task MendAsync() => Task.WhenAll(Enumerable.Range(0, Size).Select(MendAsync));

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        await Network.DisposeAsync();
        await Database.DisposeAsync();
        foreach (var clock in Clocks)
        {
            clock.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task MendAsync(int number)
    {
        var silo = Silos[number];
        await Deadline.UntilAsync(
            async () => !silo.IsRunning || await Database.IsActiveAsync(silo), Patience, $"silo {number} is in the cluster, or has ended");
        if (silo.IsRunning)
        {
            return;
        }

        // The table alone does not tell: a silo that crashed is taken for dead as well, a little later.
        var code = await silo.Process.WaitForExitAsync();
        Assert.True(
            code == Aborted && silo.Process.Error.Any(line => line.Contains(Told, StringComparison.Ordinal)),
            $"seed {FaultSchedule.Seed}: silo {number} ended with {code} and not because it was told that it is dead{Environment.NewLine}{silo.Process.Describe()}");
        _faults.Note($"silo {number} was taken for dead, heard of it and ended; it is started again");
        await StartAsync(number);
        await MendAsync(number);
    }
}
