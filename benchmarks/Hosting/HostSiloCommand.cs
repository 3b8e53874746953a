using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Grains.Settings;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>The silo of some benchmarks: the product's grains, empty ones beside them, and a store that keeps nothing or a database.</summary>
internal static class HostSiloCommand
{
    public const string Name = "host-silo";
    public const string Ready = "ready";

    /// <summary>The variable that names the database; without it nothing is kept.</summary>
    public const string DatabaseVariable = "BENCHMARK_DATABASE";

    private static readonly Option<int> SiloPort = new("--silo-port") { Required = true };
    private static readonly Option<int> GatewayPort = new("--gateway-port") { Required = true };
    private static readonly Option<string> ClusterId = new("--cluster-id") { Required = true };

    public static Command Create()
    {
        var command = new Command(Name, "A silo for other benchmarks; ends with its standard input.") { Hidden = true };
        command.Add(SiloPort);
        command.Add(GatewayPort);
        command.Add(ClusterId);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var cluster = parsed.GetRequiredValue(ClusterId);
        var calls = new StoreCalls();
        await using var store = CreateStore(calls);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(calls);
        builder.Services.AddSingleton(store);
        builder.Services.Configure<MetricsOptions>(_ => { });
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(parsed.GetValue(SiloPort), parsed.GetValue(GatewayPort), null, cluster, cluster)
            .AddMetricsGrains()
            .AddMemoryGrainStorage(StateStorage.Name));
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(Ready);

        // Whoever started it holds the other end: it ends with them, however they end.
        await Console.In.ReadToEndAsync(cancellationToken);
        await host.StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }

    private static ISampleStore CreateStore(StoreCalls calls) => Environment.GetEnvironmentVariable(DatabaseVariable) is { Length: > 0 } database
        ? StoreFactory.Postgres(database, new PostgresStoreOptions(), NullLogger.Instance)
        : new NullStore(calls);
}
