using LaunchStack.Metrics.Silo.Health;
using LaunchStack.Metrics.Silo.Hosting;

return args switch
{
    [HealthCommand.Name] => await HealthCommand.RunAsync(),
    [VersionCommand.Name] => VersionCommand.Run(),
    [HelpCommand.Name or HelpCommand.ShortName] => HelpCommand.Run(),
    _ => await SiloProgram.RunAsync(args),
};
