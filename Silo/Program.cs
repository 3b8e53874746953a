using LaunchStack.Metrics.Silo.Health;
using LaunchStack.Metrics.Silo.Hosting;

return args is [HealthCommand.Name] ? await HealthCommand.RunAsync() : await SiloProgram.RunAsync(args);
