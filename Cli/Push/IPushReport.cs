namespace LaunchStack.Metrics.Cli.Push;

/// <summary>Prints what became of a push while it goes on, so that nothing piles up in memory.</summary>
internal interface IPushReport
{
    void Reject(RejectedLine line);

    void Finish(PushSummary summary);
}
