using LaunchStack.Metrics.Silo.Configuration;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>
/// Bounds how long a silo that joins tries to reach those that are said to run: Orleans has it try for five minutes. One that has died is taken for dead before that; what else cannot be
/// reached has a wrong address or a port that is closed, which no waiting mends.
/// </summary>
internal sealed class JoinPatience(IOptions<ClusterMembershipOptions> options, SiloConfiguration configuration) : ILifecycleParticipant<ISiloLifecycle>
{
    // Not before: until then Orleans tries for as long to reach the membership table, and by the same option, read at another place, others tell that a silo takes too long to join.
    private const int BeforeReachingOthers = ServiceLifecycleStage.ValidateInitialConnectivity - 1;

    /// <summary>A sign of life has to get old, and what does not answer is probed, also by silos that are slow to see it.</summary>
    /// <param name="deadAfter">How long a silo that says nothing at all is believed.</param>
    public static TimeSpan Of(TimeSpan deadAfter) => TimeSpan.FromMinutes(1) + (3 * deadAfter);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(JoinPatience), BeforeReachingOthers, _ =>
    {
        var patience = Of(configuration.Cluster.DeadAfter);
        if (patience < options.Value.MaxJoinAttemptTime)
        {
            options.Value.MaxJoinAttemptTime = patience;
        }

        return Task.CompletedTask;
    });
}
