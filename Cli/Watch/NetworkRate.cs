using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Bytes in a second out of the newest two samples.</summary>
/// <param name="In">Received; null where there are no two samples.</param>
/// <param name="Out">Sent.</param>
internal readonly record struct NetworkRate(double? In, double? Out)
{
    /// <param name="newest">Samples, newest first.</param>
    public static NetworkRate Of(IReadOnlyList<InstanceSample> newest)
    {
        if (newest.Count < 2 || (newest[0].Sample.Timestamp - newest[1].Sample.Timestamp).TotalSeconds is not (> 0 and var seconds))
        {
            return default;
        }

        return new NetworkRate(newest[0].Sample.NetworkIn / seconds, newest[0].Sample.NetworkOut / seconds);
    }
}
