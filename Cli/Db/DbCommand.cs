using System.CommandLine;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary><c>launchstack db</c>: what an operator does to the database itself.</summary>
internal static class DbCommand
{
    public static Command Create() => new("db", "Set up and examine the database of the service.")
    {
        SetUpCommand.Create(),
        DoctorCommand.Create(),
    };
}
