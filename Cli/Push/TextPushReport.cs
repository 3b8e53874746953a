namespace LaunchStack.Metrics.Cli.Push;

/// <summary>
/// The summary on one writer; on the other the first rejected lines in full, then how many more there are. Both at the end,
/// where no progress bar overwrites them.
/// </summary>
internal sealed class TextPushReport(TextWriter output, TextWriter error) : IPushReport
{
    private const int ShownInFull = 20;

    private readonly List<RejectedLine> _shown = [];
    private long _rejected;

    public void Reject(RejectedLine line)
    {
        if (++_rejected <= ShownInFull)
        {
            _shown.Add(line);
        }
    }

    public void Finish(PushSummary summary)
    {
        foreach (var (line, field, rule) in _shown)
        {
            error.WriteLine($"line {line}: {field} {rule}");
        }

        if (_rejected > ShownInFull)
        {
            error.WriteLine($"and {_rejected - ShownInFull} more rejected lines; --json lists them all");
        }

        output.WriteLine(
            $"{summary.Lines} {(summary.Lines == 1 ? "line" : "lines")}: accepted {summary.Accepted}, durable {summary.Durable}, duplicates {summary.Duplicates}, rejected {summary.Rejected}");
    }
}
