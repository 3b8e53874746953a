using LaunchStack.Metrics.Benchmarks.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;

return await CommandRunner.RunAsync(BenchmarkCommands.Create(), args, Console.Out, Console.Error, CancellationToken.None);
