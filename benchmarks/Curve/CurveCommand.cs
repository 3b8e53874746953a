using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Curve;

/// <summary><c>curve</c>: how throughput changes with the number of instances and with the size of the table.</summary>
internal static class CurveCommand
{
    private static readonly RoundOptions Options = new();
    private static readonly LoadShapeOptions Shape = new();
    private static readonly TimeOption Duration = new(
        "--duration", "For how long each point is measured, once every instance has pushed.", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private static readonly Option<int[]> Instances =
        CountOption.CreateList("--instances", "How many instances push, with an empty table", [1_000, 10_000], 1, 1_000_000);

    private static readonly Option<int[]> Rows =
        CountOption.CreateList("--rows", "How many rows are there before, with the first number of instances", [0, 5_000_000], 0, 1_000_000_000);

    private static readonly Option<int> Days = CountOption.Create("--days", "Over how many days up to now these rows lie", 1, 1, 6);

    public static Command Create()
    {
        var command = new Command("curve", "Durable rows a second with more and more instances, and with a larger and larger table, against the first of each.");
        command.Add(Instances);
        command.Add(Rows);
        command.Add(Days);
        Shape.AddTo(command, instances: false);
        Duration.AddTo(command);
        Options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var instances = parsed.GetRequiredValue(Instances);
        var shape = Shape.Read(parsed, LoadShape.Endless, instances[0]);
        var log = new RunLog(parsed);
        await using var server = await BenchmarkServer.StartAsync(Options.Database(parsed));
        log.Say(server.Description);
        await using var measurement = new CurveMeasurement(server, shape, Duration.Of(parsed), parsed.GetValue(Days));
        CurvePoint[] byInstances = [.. instances.Select(count => new CurvePoint(count, 0))];
        CurvePoint[] byRows = [.. parsed.GetRequiredValue(Rows).Select(count => new CurvePoint(instances[0], count))];
        var stretches = new Dictionary<CurvePoint, List<Stretch>>();
        foreach (var point in byRows)
        {
            await measurement.PrepareAsync(point, cancellationToken);
            log.Say($"{point.Rows} rows are there");
        }

        for (var round = 1; round <= Options.Rounds(parsed); round++)
        {
            foreach (var point in byInstances.Concat(byRows).Distinct())
            {
                var stretch = await measurement.RunAsync(point, round, cancellationToken);
                log.Say($"round {round}, {point.Instances} instances, {point.Rows} rows before: {Number.Of(stretch.PerSecond)} rows/s");
                stretches.TryAdd(point, []);
                stretches[point].Add(stretch);
            }
        }

        var report = new CurveReport(
            server.Description, shape, parsed.GetValue(Days), Options.Rounds(parsed), ResultsOf(byInstances, stretches), ResultsOf(byRows, stretches));
        return ReportOutput.Write(
            parsed,
            report,
            TableOf("instances", report.ByInstances, point => point.Instances),
            TableOf("rows before", report.ByRows, point => point.Rows));
    }

    private static CurveResult[] ResultsOf(CurvePoint[] points, Dictionary<CurvePoint, List<Stretch>> stretches) =>
        [.. points.Select(point => CurveResult.Of(point, stretches[point], stretches[points[0]]))];

    private static Table TableOf(string name, IReadOnlyList<CurveResult> results, Func<CurvePoint, int> size)
    {
        var table = Tables.Create($">{name}", ">rows/s", ">of the first", ">CPU s per million: silo", ">clients", ">server");
        foreach (var result in results)
        {
            table.Add(
                Number.Of(size(result.Point)), Number.Of(result.RowsPerS), Number.Of(result.Ratio), Number.Of(result.CpuPerMillion.Silo),
                Number.Of(result.CpuPerMillion.Clients), Number.Of(result.CpuPerMillion.Server));
        }

        return table;
    }
}
