using LaunchStack.Metrics.Benchmarks.CommandLine;

return await BenchmarkRunner.RunAsync(args);
