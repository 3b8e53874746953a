using LaunchStack.Metrics.Cli.Db;
using LaunchStack.Metrics.Cli.Load.Sending;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load;

/// <summary>What a command line of <c>launchstack load</c> asks for.</summary>
/// <param name="Plan">What is sent.</param>
/// <param name="Pace">When.</param>
/// <param name="Agents">How many connections send.</param>
/// <param name="Acknowledgement">What a push waits for.</param>
/// <param name="Database">Where to compare rows; null: nowhere.</param>
/// <param name="Sent">How many samples were sent before, where only the rows are to be compared; null: they are to be sent.</param>
internal sealed record LoadRequest(LoadPlan Plan, LoadPace Pace, int Agents, Acknowledgement Acknowledgement, DatabaseTarget? Database, long? Sent)
{
    /// <summary>How many samples may be there at the most, where the run that sent them was perhaps killed.</summary>
    public long Planned => Math.Max(Sent ?? 0, Pace.Rate.PerSecond is null ? 0 : Pace.BatchesOf(Plan.Batch) * Plan.Batch);
}
