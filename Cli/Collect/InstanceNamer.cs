using LaunchStack.Metrics.Client;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>
/// Gives instances that have no name the one that their container or program has, so that lists say more than ids. A name that is there already was
/// somebody's choice and stays. Readings matter more: what fails is tried again with the next round, and nobody is told.
/// </summary>
internal sealed class InstanceNamer
{
    private readonly HashSet<Guid> _settled = [];
    private bool _isElsewhere;

    /// <summary>Names those of these instances that have no name yet.</summary>
    /// <param name="client">A client of the cluster.</param>
    /// <param name="names">What they are called.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task NameAsync(MetricsClient client, IReadOnlyDictionary<Guid, string> names, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (instanceId, name) in names.Where(named => !_isElsewhere && named.Value.Length > 0 && !_settled.Contains(named.Key)))
            {
                await NameAsync(client, instanceId, name, cancellationToken);
                _settled.Add(instanceId);
            }
        }
        catch (ConflictException)
        {
            // Names are the platform's own.
            _isElsewhere = true;
        }
        catch (Exception exception) when (Delivery.IsFailure(exception, cancellationToken))
        {
            // With the next round.
        }
    }

    private static async Task NameAsync(MetricsClient client, Guid instanceId, string name, CancellationToken cancellationToken)
    {
        try
        {
            if ((await client.GetInstanceAsync(instanceId, cancellationToken)).Name.Length == 0)
            {
                await client.RenameInstanceAsync(instanceId, name, cancellationToken);
            }
        }
        catch (InvalidRequestException)
        {
            // Not a name that the service takes; it will not be one in the next round.
        }
    }
}
