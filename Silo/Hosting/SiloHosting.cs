using System.Net;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Hosting;
using LaunchStack.Metrics.Grains.Settings;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Connections;
using LaunchStack.Metrics.Silo.Dashboard;
using LaunchStack.Metrics.Silo.Membership;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>The Orleans part of the host.</summary>
internal static class SiloHosting
{
    private const string Npgsql = "Npgsql";

    // Membership and settings need few connections; the samples' pools take most of the silo's budget. Who waits longer for them than this is taken for dead meanwhile.
    private const string OrleansPool = ";Maximum Pool Size=4;Application Name=launchstack-orleans;Timeout=5;Command Timeout=10";

    // For what comes before the writer: requests that are under way, and grains that hand over. What they have not ended by then is cut off; the
    // writer commits what they had accepted all the same.
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(30);

    // What a stop may take beside Metrics:StopTimeout, which is the writer's alone. The membership table is told twice, before the grains end and after the writer.
    private static readonly TimeSpan LeavingPatience = HandOverPatience + (2 * ShortGoodbye.Patience);

    /// <summary>
    /// The most bytes of one message. The largest push has 10,000 samples, half a megabyte; the largest answer, 100,000 points of several ranges,
    /// has 13.3 MB of the values that take most room.
    /// </summary>
    internal const int LargestMessage = 16 << 20;

    // Of one worker of the ingest or of a query grain; a client has a few under way.
    private const int MostWaitingCalls = 1_000;

    public static void AddSilo(this WebApplicationBuilder builder, SiloConfiguration configuration, bool tracesCalls)
    {
        var (service, cluster) = (configuration.Service, configuration.Cluster);
        PortCheck.ThrowIfTaken(cluster);
        builder.Services.AddSingleton<IOptions<MetricsOptions>>(Options.Create(service));
        builder.Services.Configure<HostOptions>(host =>
        {
            // HTTP, with its health checks, answers while the silo still waits for its database.
            host.ServicesStartConcurrently = true;
            host.ShutdownTimeout = HandOverPatience;
        });

        builder.UseOrleans(silo =>
        {
            silo.AddMetricsGrains();
            silo.AddSteadyClocks();
            silo.WatchConnections();
            BoundQueues(silo);
            silo.AddDashboard(service);
            if (tracesCalls)
            {
                silo.AddActivityPropagation();
            }

            if (configuration.ConnectionString is { } connectionString)
            {
                JoinCluster(silo, configuration, connectionString + OrleansPool);
            }
            else
            {
                silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, null, cluster.ServiceId, cluster.ClusterId);
                silo.AddStoreGrainStorage();
                Listen(silo, configuration);
            }
        });
    }

    /// <summary>What comes in faster than it is worked off is refused, before it fills the memory.</summary>
    private static void BoundQueues(ISiloBuilder silo)
    {
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.MaxMessageBodySize = LargestMessage;
            options.MaxEnqueuedRequestsHardLimit_StatelessWorker = MostWaitingCalls;
        });
        silo.Configure<LoadSheddingOptions>(options =>
        {
            // By memory alone: a silo whose CPU is busy is doing its work.
            options.LoadSheddingEnabled = true;
            options.CpuThreshold = 100;
            options.MemoryThreshold = 90;
        });
    }

    private static void JoinCluster(ISiloBuilder silo, SiloConfiguration configuration, string connectionString)
    {
        silo.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = configuration.Cluster.ClusterId;
            options.ServiceId = configuration.Cluster.ServiceId;
        });
        silo.UseTiming(configuration.Cluster.DeadAfter);
        silo.UseSharedDirectory();
        silo.UseShortGoodbye();
        if (configuration.Cluster.BalanceInterval > TimeSpan.Zero)
        {
            silo.AddInstanceBalancing(configuration.Cluster.BalanceInterval);
        }

        silo.UseJoinCheck(configuration.Cluster);
        silo.UseAdoNetClustering(options =>
        {
            options.Invariant = Npgsql;
            options.ConnectionString = connectionString;
        });
        silo.AddAdoNetGrainStorage(StateStorage.Name, options =>
        {
            options.Invariant = Npgsql;
            options.ConnectionString = connectionString;
        });
        Listen(silo, configuration);
    }

    private static void Listen(ISiloBuilder silo, SiloConfiguration configuration)
    {
        var (service, cluster) = (configuration.Service, configuration.Cluster);
        silo.Configure<EndpointOptions>(options =>
        {
            var address = cluster.AdvertisedAddress is { } given
                ? IPAddress.Parse(given)
                : service.IsOpen && configuration.ConnectionString is not null ? OwnAddress.Find() : IPAddress.Loopback;
            var listen = cluster.ListenAddress is { } own ? IPAddress.Parse(own) : service.IsOpen ? IPAddress.Any : address;
            options.AdvertisedIPAddress = address;
            options.SiloPort = cluster.SiloPort;
            options.GatewayPort = cluster.GatewayPort;
            options.SiloListeningEndpoint = new IPEndPoint(listen, cluster.SiloPort);
            options.GatewayListeningEndpoint = new IPEndPoint(listen, cluster.GatewayPort);
        });
    }
}
