using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Db;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>A connection for each agent.</summary>
internal sealed class LoadTargets : IAsyncDisposable
{
    private readonly List<ILoadTarget> _all = [];

    public IReadOnlyList<ILoadTarget> All => _all;

    /// <summary>Connects all agents.</summary>
    public static async Task<LoadTargets> ConnectAsync(
        ParseResult parsed, LoadRequest request, CancellationToken cancellationToken)
    {
        // With a gateway the database is for reading rows alone, and a file tells no gateways.
        var isForRows = ConnectionOptions.HasGateway(parsed) || request.Database is SqliteTarget;
        var targets = new LoadTargets();
        try
        {
            while (targets._all.Count < request.Agents)
            {
                var client = await ConnectionOptions.ConnectAsync(
                    parsed,
                    options =>
                    {
                        options.Database = isForRows ? null : options.Database;
                        ClientTarget.Configure(options, request);
                    },
                    cancellationToken);
                targets._all.Add(new ClientTarget(client));
            }

            return targets;
        }
        catch
        {
            await targets.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_all.Select(target => target.DisposeAsync().AsTask()));
}
