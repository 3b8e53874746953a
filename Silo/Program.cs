using LaunchStack.Metrics.Silo.Health;
using LaunchStack.Metrics.Silo.Hosting;

return args switch
{
    [HealthCommand.Name] => await HealthCommand.RunAsync(),
    [VersionCommand.Name] => VersionCommand.Run(),
    _ => await SiloProgram.RunAsync(args),
};
