namespace LaunchStack.Metrics.Silo.Health;

/// <summary>Whether the silo takes calls: from the end of its start to the beginning of its stop.</summary>
internal sealed class SiloState(IHostApplicationLifetime lifetime) : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once the silo has started.</summary>
    public Task Started => _started.Task;

    public bool IsReady => _started.Task.IsCompleted && !lifetime.ApplicationStopping.IsCancellationRequested;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SiloState), ServiceLifecycleStage.Last, _ =>
    {
        _started.TrySetResult();
        return Task.CompletedTask;
    });
}
