namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary><c>launchstack-silo --help</c> says how it is used, and starts nothing.</summary>
internal static class HelpCommand
{
    public const string Name = "--help";
    public const string ShortName = "-h";

    public static int Run()
    {
        Console.WriteLine("""
            launchstack-silo runs one silo of LaunchStack Metrics until it is told to stop.

            Usage:
              launchstack-silo [--Section:Option=value …]   with options on the command line, in the environment
                                                            (Metrics__FlushInterval=00:00:02) or in appsettings.json
              launchstack-silo health                       ask the silo that listens here whether it is ready
              launchstack-silo --version                    say which build this is

            Without options: SQLite in ./data, HTTP on localhost:8080, gateway on port 30000, silo on port 11111.

            Often needed:
              DATABASE_URL=postgresql://user@host/name      the database
              --urls=http://127.0.0.1:8081                  where HTTP listens
              --Cluster:GatewayPort=30001                   where clients connect
              --Metrics:ApiKey=…                            lets others than this machine in, by this key

            All options: docs/configuration.md
            """);
        return 0;
    }
}
