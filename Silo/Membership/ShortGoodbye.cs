using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>
/// Bounds how long a silo that stops tries to tell the membership table, which it does twice: that it leaves, and that it has left. Orleans takes the same time for it
/// as for joining, minutes; where the database is gone, that would keep a container for nothing. The others find out by themselves.
/// </summary>
internal sealed class ShortGoodbye(IOptions<ClusterMembershipOptions> options, IHostApplicationLifetime lifetime) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>For each of the two.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(3);

    // Orleans reads the option each time.
    public void Participate(ISiloLifecycle lifecycle) => lifetime.ApplicationStopping.Register(() => options.Value.MaxJoinAttemptTime = Patience);
}
