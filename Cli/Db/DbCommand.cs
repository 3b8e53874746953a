using System.CommandLine;
using LaunchStack.Metrics.Cli.Db.DeadLetters;
using LaunchStack.Metrics.Cli.Db.Migrate;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary><c>launchstack db</c>: what an operator does to the database itself.</summary>
internal static class DbCommand
{
    public static Command Create() => new("db", "Set up, examine and mend the database of the service.")
    {
        SetUpCommand.Create(),
        DoctorCommand.Create(),
        MigrateCommand.Create(),
        DeadLetterCommand.Create(),
    };
}
