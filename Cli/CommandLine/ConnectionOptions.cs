using System.CommandLine;
using System.CommandLine.Parsing;
using LaunchStack.Metrics.Client;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>The options of every command that talks to a cluster.</summary>
internal static class ConnectionOptions
{
    private static readonly Option<string[]> Gateway = new("--gateway")
    {
        Description = "A gateway of the cluster; may be given more than once. Default: localhost:30000.",
        HelpName = "host:port",
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "The cluster's database, to find its gateways through the membership table.",
        HelpName = "url",
    };

    private static readonly Option<string> ClusterId = new("--cluster-id")
    {
        Description = "The cluster's Cluster:ClusterId.",
        HelpName = "id",
        DefaultValueFactory = _ => new MetricsClientOptions().ClusterId,
    };

    private static readonly Option<string> ServiceId = new("--service-id")
    {
        Description = "The cluster's Cluster:ServiceId.",
        HelpName = "id",
        DefaultValueFactory = _ => new MetricsClientOptions().ServiceId,
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="readsDatabase">Whether the command line has it read the database as well, which then goes with a gateway; null: it never does.</param>
    public static void AddTo(Command command, Func<CommandResult, bool>? readsDatabase = null)
    {
        command.Add(Gateway);
        command.Add(Database);
        command.Add(ClusterId);
        command.Add(ServiceId);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Gateway) is { Implicit: false } && result.GetResult(Database) is { Implicit: false } && readsDatabase?.Invoke(result) != true)
            {
                result.AddError("--gateway and --database exclude each other");
            }
        });
    }

    /// <summary>The database's address; null where none is given.</summary>
    public static string? DatabaseOf(ParseResult parsed) => parsed.GetValue(Database);

    /// <summary>Whether a gateway is given.</summary>
    public static bool HasGateway(ParseResult parsed) => parsed.GetResult(Gateway) is { Implicit: false };

    /// <summary>Connects as the options say.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configure">What else the command wants of its client.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    /// <exception cref="MetricsConnectionException">No gateway answered.</exception>
    public static Task<MetricsClient> ConnectAsync(
        ParseResult parsed, Action<MetricsClientOptions>? configure, CancellationToken cancellationToken) =>
        MetricsClient.ConnectAsync(options => Configure(parsed, options, configure), cancellationToken: cancellationToken);

    /// <summary>Makes a client that connects in the background as the options say.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configure">What else the command wants of its client.</param>
    public static MetricsClient Open(ParseResult parsed, Action<MetricsClientOptions> configure) =>
        MetricsClient.Open(options => Configure(parsed, options, configure));

    private static void Configure(ParseResult parsed, MetricsClientOptions options, Action<MetricsClientOptions>? configure)
    {
        options.Database = parsed.GetValue(Database);
        options.ClusterId = parsed.GetRequiredValue(ClusterId);
        options.ServiceId = parsed.GetRequiredValue(ServiceId);
        if (parsed.GetValue(Gateway) is { Length: > 0 } gateways)
        {
            options.Gateways = gateways;
        }

        configure?.Invoke(options);
    }
}
