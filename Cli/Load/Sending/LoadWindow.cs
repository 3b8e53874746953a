using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Whether the service takes a plan's timestamps when they are sent: a whole load that is rejected measures nothing.</summary>
internal static class LoadWindow
{
    /// <summary>How far ahead of time the service takes samples.</summary>
    public static readonly TimeSpan AcceptAhead = TimeSpan.FromMinutes(5);

    // The service's default; a sample may be on its way for a while, too.
    private static readonly TimeSpan AcceptLate = TimeSpan.FromDays(27);
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(1);

    // More than any window, and few enough to be added to a time.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <exception cref="UsageException">Some sample would be rejected.</exception>
    public static void Check(LoadPlan plan, LoadPace pace, DateTimeOffset now)
    {
        CheckSample(plan, 0, plan.Batch - 1, now);
        if (pace.Rate.PerSecond is null)
        {
            // How many there will be is not known; the run watches what lies ahead.
            CheckLate(plan, 0, now + pace.Duration);
            return;
        }

        var samples = plan.SamplesOf(0, pace.BatchesOf(plan.Batch));
        if ((Int128)samples * plan.Step.Ticks > Longest.Ticks)
        {
            throw new UsageException("--step: the last sample would be a year ahead, and must be at most 5 minutes after it is sent");
        }

        CheckSample(plan, samples - plan.Batch, samples - 1, now + pace.Duration);
    }

    private static void CheckSample(LoadPlan plan, long first, long last, DateTimeOffset sentAt)
    {
        CheckLate(plan, first, sentAt);
        if (plan.TimestampOf(last) > sentAt + AcceptAhead)
        {
            throw new UsageException(
                $"--start: \"{Rfc3339.Format(plan.Start)}\" makes a sample at {Rfc3339.Format(plan.TimestampOf(last))}, which must be at most 5 minutes after it is sent, at {Rfc3339.Format(sentAt + AcceptAhead)}; an earlier --start or a shorter --step helps");
        }
    }

    private static void CheckLate(LoadPlan plan, long sample, DateTimeOffset sentAt)
    {
        var earliest = sentAt - AcceptLate + OnItsWay;
        if (plan.TimestampOf(sample) < earliest)
        {
            throw new UsageException(
                $"--start: \"{Rfc3339.Format(plan.Start)}\" makes a sample at {Rfc3339.Format(plan.TimestampOf(sample))}, which must be at most 27 days before it is sent, at {Rfc3339.Format(earliest)}");
        }
    }
}
