using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Hosting;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>How a silo comes into a cluster and leaves it.</summary>
internal static class JoinExtensions
{
    /// <summary>Has a silo say what it is, ask before it joins, and not try for ever.</summary>
    public static void UseJoinCheck(this ISiloBuilder silo, ClusterSettings cluster)
    {
        var terms = new SiloTerms(
            $"{Environment.MachineName}:{cluster.SiloPort}", Build.Version, ClusterProtocol.Oldest, ClusterProtocol.Current, cluster.ServiceId);
        silo.Configure<SiloOptions>(options => options.SiloName = $"{terms}");
        silo.Services.AddSingleton(terms);
        silo.Services.AddSingleton<ClusterClock>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, JoinCheck>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, JoinPatience>();
    }

    /// <summary>Has a silo leave in time where the membership table cannot be reached.</summary>
    public static void UseShortGoodbye(this ISiloBuilder silo) => silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ShortGoodbye>();
}
