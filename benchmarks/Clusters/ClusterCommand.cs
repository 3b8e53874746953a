using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Clusters;

/// <summary><c>cluster</c>: what it costs to be several silos.</summary>
internal static class ClusterCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly LoadShapeOptions Shape = new();
    private static readonly TimeOption Duration = new(
        "--duration", "For how long each cluster is measured, once every instance has pushed.", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private static readonly Option<int[]> Silos = CountOption.CreateList("--silos", "How many silos there are", [1, 2, 3], 1, 16);

    public static Command Create()
    {
        var command = new Command("cluster", "Durable rows a second, CPU for each and memory with more and more silos on this machine, against the first number of them.");
        command.Add(Silos);
        Shape.AddTo(command);
        Duration.AddTo(command);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var sizes = parsed.GetRequiredValue(Silos);
        var shape = Shape.Read(parsed, LoadShape.Endless);
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        var measurement = new ClusterMeasurement(server, shape, Duration.Of(parsed));
        var rounds = sizes.Distinct().ToDictionary(size => size, _ => new List<ClusterRound>());
        for (var number = 1; number <= Options.Rounds(parsed); number++)
        {
            foreach (var (size, measured) in rounds)
            {
                measured.Add(await measurement.RunAsync(size, cancellationToken));
                log.Say($"round {number}, silos {size}: {Number.Of(measured[^1].Stretch.PerSecond)} rows/s");
            }
        }

        var report = new ClusterReport(
            server.Description, shape, Options.Rounds(parsed), [.. sizes.Select(size => ClusterResult.Of(size, rounds[size], rounds[sizes[0]]))]);
        return ReportOutput.Write(parsed, report, TableOf(report));
    }

    private static Table TableOf(ClusterReport report)
    {
        var table = Tables.Create(
            ">silos", ">rows/s", ">of the first", ">CPU s per million: silos", ">clients", ">server", ">all", ">of the first", ">MB a silo");
        foreach (var result in report.Clusters)
        {
            table.Add(
                Number.Of(result.Silos), Number.Of(result.RowsPerS), Number.Of(result.Ratio), Number.Of(result.CpuPerMillion.Silo),
                Number.Of(result.CpuPerMillion.Clients), Number.Of(result.CpuPerMillion.Server), Number.Of(result.CpuPerMillion.Total),
                Number.Of(result.CpuRatio), Number.Of(result.MemoryPerSilo / 1_000_000));
        }

        return table;
    }
}
