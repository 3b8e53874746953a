using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;

return await CommandRunner.RunAsync(args, StandardOutput.Open(), Console.Error);
