using System.CommandLine;

using LaunchStack.Metrics.Benchmarks.Queries;
using LaunchStack.Metrics.Benchmarks.Sizes;
using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>The tree of commands, run by the rules of the command <c>launchstack</c>.</summary>
internal static class BenchmarkRunner
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        using var stop = new CancellationTokenSource();
        // A private server is stopped and its data removed before the end.
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        return await CommandRunner.RunAsync(Root(), arguments, Console.Out, Console.Error, stop.Token);
    }

    private static RootCommand Root() => new("Benchmarks of LaunchStack Metrics: each a ratio against a baseline measured in the same run.")
    {
        StorageCommand.Create(),
        QueriesCommand.Create(),

        WorkloadCommand.Create(),
    };
}
