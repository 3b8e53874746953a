using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Workload;

/// <summary><c>workload</c>: what the made-up samples are like, to be compared with the trace that they follow.</summary>
internal static class WorkloadCommand
{
    private static readonly BenchmarkOptions Options = new(instances: 200, days: 1);

    public static Command Create()
    {
        var command = new Command("workload", "Show what the made-up samples are like. Needs no database.");
        Options.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var plan = Options.Plan(parsed, TimeProvider.System);
        var kinds = WorkloadRows.Of(plan)
            .GroupBy(row => row.Instance, row => row.Sample)
            .GroupBy(instance => instance.Key.Kind, instance => Character.Of([.. instance]))
            .Select(kind => Character.Mean(kind.Key, [.. kind]))
            .ToList();
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, kinds);
            return ExitCode.Done;
        }

        var table = Tables.Create("kind", ">instances", ">CPU %", ">deviation", ">lag-1", ">zero", ">memory same", ">in zero", ">out zero", ">in B", ">out B");
        foreach (var kind in kinds)
        {
            table.Add(
                kind.Name, $"{kind.Instances}", Number.Of(kind.Cpu), Number.Of(kind.Deviation), Number.Of(kind.Lag1), Number.Of(kind.ZeroCpu),
                Number.Of(kind.SameMemory), Number.Of(kind.ZeroIn), Number.Of(kind.ZeroOut), Number.Of(kind.BytesIn), Number.Of(kind.BytesOut));
        }

        Terminal.Out(parsed).Write(table);
        return ExitCode.Done;
    }
}
