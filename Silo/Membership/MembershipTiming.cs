using Orleans.Configuration;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>
/// When a silo that does not answer is taken for dead (docs/decisions/019-when-a-silo-is-dead.md). How silos ask each other follows from one time; what goes through
/// the membership table does not.
/// </summary>
internal static class MembershipTiming
{
    // A sign of life is one small update; what it tells decides how long a restart elsewhere waits for a silo that is gone.
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);
    private const int MissedSignsOfLife = 5;

    // Where gossip did not come through.
    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(10);

    private const int MissedProbes = 3;

    /// <summary>How long a silo may give no sign of life in the membership table before the others look after it.</summary>
    public static TimeSpan Stale => SignOfLife * MissedSignsOfLife;

    /// <summary>Sets Orleans's options.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="deadAfter">How long a silo that says nothing at all is believed.</param>
    public static void UseTiming(this ISiloBuilder silo, TimeSpan deadAfter)
    {
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            // A connection that has brought anything within MaxProbeTimeout times NumMissedProbesLimit keeps its silo alive, whatever
            // became of the probes; by default that is a minute.
            options.NumMissedProbesLimit = MissedProbes;
            options.MaxProbeTimeout = deadAfter / MissedProbes;
            options.ProbeTimeout = deadAfter / 5;

            // Orleans would go down to a half where answers are quick: a silo whose connection has just been lost is given the time all the same.
            options.MinProbeTimeout = options.ProbeTimeout;
            options.IAmAliveTablePublishTimeout = SignOfLife;
            options.NumMissedTableIAmAliveLimit = MissedSignsOfLife;
            options.TableRefreshTimeout = TableRefresh;
        });
    }
}
