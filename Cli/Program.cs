using LaunchStack.Metrics.Cli.CommandLine;

return await CommandRunner.RunAsync(args, Console.Out, Console.Error);
