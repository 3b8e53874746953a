using System.CommandLine;
using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Cli.Db;
using LaunchStack.Metrics.Cli.Export;
using LaunchStack.Metrics.Cli.Load;
using LaunchStack.Metrics.Cli.Push;
using LaunchStack.Metrics.Cli.Query;
using LaunchStack.Metrics.Cli.Watch;

namespace LaunchStack.Metrics.Cli;

/// <summary>The tree of commands.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create() => new("LaunchStack Metrics: push and read the resource usage of instances.")
    {
        CollectCommand.Create(),
        PushCommand.Create(),
        RecentCommand.Create(),
        RangeCommand.Create(),
        AggregateCommand.CreateHourly(),
        AggregateCommand.CreateDaily(),
        LatestCommand.Create(),
        TopCommand.Create(),
        TotalsCommand.Create(),
        WatchCommand.Create(),
        ExportCommand.Create(),
        InstancesCommand.Create(),
        LoadCommand.Create(),
        DbCommand.Create(),
    };
}
