using LaunchStack.Metrics.Client;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary>Names of single instances.</summary>
internal static class InstanceNames
{
    /// <summary>The name; empty for an instance that has none, or is not registered yet because its first samples wait for their flush.</summary>
    public static async Task<string> OfAsync(MetricsClient client, Guid instanceId, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetInstanceAsync(instanceId, cancellationToken)).Name;
        }
        catch (UnknownInstanceException)
        {
            return "";
        }
    }
}
