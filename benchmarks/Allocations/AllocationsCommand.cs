using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Benchmarks.Allocations;

/// <summary><c>allocations</c>: bytes that each step of the way into the database allocates for a sample.</summary>
internal static class AllocationsCommand
{
    private const int Iterations = 5;

    private static readonly Type[] Steps = [typeof(MessageAllocations), typeof(TailAllocations), typeof(RowAllocations)];

    public static Command Create()
    {
        var command = new Command("allocations", "Bytes allocated for a sample by each step of its way: message, tail, rows. Needs no database.");
        JsonOption.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = Directory.CreateTempSubdirectory("launchstack-allocations-");
        try
        {
            using var logger = new TextLogger(parsed.InvocationConfiguration.Error);
            var config = ManualConfig.CreateEmpty()
                // In this process: what is measured is internal, and a build of its own would need the whole solution's settings.
                .AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(Iterations).WithIterationCount(Iterations))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddLogger(logger)
                .WithOptions(ConfigOptions.DisableLogFile)
                .WithArtifactsPath(folder.FullName);
            var report = new AllocationsReport([.. Steps.SelectMany(step => BenchmarkRunner.Run(step, config).Reports).Select(ResultOf)]);
            return ReportOutput.Write(parsed, report, TableOf(report));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static AllocationResult ResultOf(BenchmarkReport report) => report.ResultStatistics is { } time
        ? new AllocationResult(
            report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            (int)report.BenchmarkCase.Parameters[nameof(TailAllocations.SamplesPerPush)],
            report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0,
            time.Median)
        : throw new FailureException($"{report.BenchmarkCase.DisplayInfo} failed");

    private static Table TableOf(AllocationsReport report)
    {
        var table = Tables.Create("step", ">samples a push", ">bytes allocated a sample", ">ns a sample");
        foreach (var step in report.Steps)
        {
            table.Add(step.Step, $"{step.SamplesPerPush}", Number.Of(step.Bytes), Number.Of(step.Nanoseconds));
        }

        return table;
    }
}
