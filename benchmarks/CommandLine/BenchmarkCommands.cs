using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.Accept;
using LaunchStack.Metrics.Benchmarks.Activations;
using LaunchStack.Metrics.Benchmarks.Allocations;
using LaunchStack.Metrics.Benchmarks.Clusters;
using LaunchStack.Metrics.Benchmarks.Curve;
using LaunchStack.Metrics.Benchmarks.Dashboards;
using LaunchStack.Metrics.Benchmarks.Deletion;
using LaunchStack.Metrics.Benchmarks.Hosting;
using LaunchStack.Metrics.Benchmarks.Ingest;
using LaunchStack.Metrics.Benchmarks.Late;
using LaunchStack.Metrics.Benchmarks.Migration;
using LaunchStack.Metrics.Benchmarks.Queries;
using LaunchStack.Metrics.Benchmarks.Reads;
using LaunchStack.Metrics.Benchmarks.Sizes;
using LaunchStack.Metrics.Benchmarks.Stopping;
using LaunchStack.Metrics.Benchmarks.Workload;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>The tree of commands.</summary>
internal static class BenchmarkCommands
{
    public static RootCommand Create() => new("Benchmarks of LaunchStack Metrics: each a ratio against a baseline measured in the same run.")
    {
        StorageCommand.Create(),
        QueriesCommand.Create(),
        DeleteInstanceCommand.Create(),
        IngestCommand.Create(),
        AcceptCommand.Create(),
        CurveCommand.Create(),
        LateCommand.Create(),
        ClusterCommand.Create(),
        FailoverCommand.Create(),
        ReadsCommand.Create(),
        DashboardsCommand.Create(),
        ActivationsCommand.Create(),
        StopCommand.Create(),
        MigrateCommand.Create(),
        AllocationsCommand.Create(),
        WorkloadCommand.Create(),
        HostSiloCommand.Create(),
    };
}
