using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Client.Connection;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>The database of the <c>db</c> commands: <c>--database</c>, or the environment.</summary>
internal static class DatabaseOption
{
    private const string Variable = "DATABASE_URL";
    private const string SqlitePrefix = "sqlite:";

    private static readonly Option<string?> Database = new("--database")
    {
        Description = $"postgresql://user:password@host:5432/database, or sqlite:PATH for the embedded file. Default: {Variable} of the environment.",
        HelpName = "url",
    };

    public static void AddTo(Command command) => command.Add(Database);

    /// <summary>Reads the option.</summary>
    /// <exception cref="UsageException">No database is named, or its address is wrong.</exception>
    public static DatabaseTarget Read(ParseResult parsed) => Read(parsed.GetValue(Database));

    /// <summary>Reads an option of the same name and meaning.</summary>
    /// <param name="given">Its value; null: the environment's.</param>
    /// <exception cref="UsageException">No database is named, or its address is wrong.</exception>
    public static DatabaseTarget Read(string? given) => Read(given, Database.Name);

    /// <summary>Reads an option of the same meaning.</summary>
    /// <param name="given">Its value; null: the environment's.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageException">No database is named, or its address is wrong.</exception>
    public static DatabaseTarget Read(string? given, string name)
    {
        if (given is not null)
        {
            return Of(given, name);
        }

        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } url
            ? Of(url, Variable)
            : throw new UsageException($"{name} must name the database, as in {name} postgresql://user:password@host:5432/database; {Variable} is not set either");
    }

    private static DatabaseTarget Of(string address, string name)
    {
        if (address.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
        {
            return address.Length > SqlitePrefix.Length
                ? new SqliteTarget(address[SqlitePrefix.Length..])
                : throw new UsageException($"{name}: {SqlitePrefix} must be followed by the path of a file, as in {SqlitePrefix}data/launchstack.db");
        }

        return DatabaseAddress.FindFault(address) is { } fault
            ? throw new UsageException($"{name}: {fault}")
            : new PostgresTarget(DatabaseAddress.ToConnectionString(address));
    }
}
