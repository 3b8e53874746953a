using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>A silo with the real grains on a real file, behind a real gateway; it can be stopped and started again in its place.</summary>
public sealed class TestSilo : IAsyncLifetime
{
    private readonly int[] _ports = FreePorts.Next(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("launchstack-client-").FullName;
    private IHost? _host;
    private SqliteStores? _stores;

    /// <summary>The cluster's id; one of its own by default.</summary>
    public string ClusterId { get; init; } = $"client-tests-{Guid.NewGuid():N}";

    /// <summary>The gateway's address.</summary>
    public string Gateway => $"localhost:{_ports[1]}";

    /// <summary>What goes wrong on the way in.</summary>
    internal FaultScript Faults { get; } = new();

    /// <summary>What goes wrong with questions for recent samples.</summary>
    internal FaultScript QueryFaults => Faults.Queries;

    /// <summary>The silo's own way to its grains.</summary>
    internal IGrainFactory Grains => _host!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Sets what a client needs to find the silo, and short times.</summary>
    internal void Configure(MetricsClientOptions options)
    {
        options.Gateways = [Gateway];
        options.ClusterId = ClusterId;
        options.FlushInterval = TimeSpan.FromMilliseconds(10);
        options.ResendDelay = TimeSpan.FromMilliseconds(20);
        options.MaxResendDelay = TimeSpan.FromMilliseconds(100);
        options.ConfirmInterval = TimeSpan.FromMilliseconds(100);
    }

    /// <summary>Connects a client.</summary>
    internal Task<MetricsClient> ConnectAsync(Action<MetricsClientOptions>? configure = null) => MetricsClient.ConnectAsync(
        options =>
        {
            Configure(options);
            configure?.Invoke(options);
        },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Samples of an instance, newest first, with the accepted ones.</summary>
    internal async Task<IReadOnlyList<InstanceSample>> SamplesAsync(Guid instanceId) =>
        (await Grains.GetGrain<IInstanceQueryGrain>(instanceId).GetRecentAsync(IInstanceQueryGrain.MaxLimit)).Items;

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts the silo on its ports and its file.</summary>
    internal async Task StartAsync()
    {
        _stores = StoreFactory.Sqlite(Path.Combine(_folder, "test.db"), TimeProvider.System, NullLogger.Instance);
        await _stores.Samples.OpenAsync(true, CancellationToken.None);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_stores.Samples);
        builder.Services.AddSingleton(_stores.GrainState);
        builder.Services.AddSingleton(Faults);
        builder.Services.Configure<MetricsOptions>(options => options.FlushInterval = TimeSpan.FromMilliseconds(200));
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(_ports[0], _ports[1], null, "launchstack", ClusterId)
            .AddMetricsGrains()
            .AddStoreGrainStorage()
            .AddIncomingGrainCallFilter<FaultFilter>());
        _host = builder.Build();
        await _host.StartAsync();
    }

    /// <summary>Stops the silo as an operator would.</summary>
    internal async Task StopAsync()
    {
        await _host!.StopAsync();
        _host.Dispose();
        await _stores!.Samples.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
