namespace LaunchStack.Metrics.Grains.Ingest;

/// <summary>The parts of a push that go to another silo.</summary>
internal sealed class SiloParts
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Their places in the push.</summary>
    public List<int> Places { get; } = [];

    /// <summary>Ends when all of them have their receipts.</summary>
    public Task Answered => _answered.Task;

    /// <summary>Ends <see cref="Answered"/> as the work that gets the receipts ends.</summary>
    public async Task AnswerAsync(Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _answered.SetFromTask(work);
    }
}
