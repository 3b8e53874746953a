namespace LaunchStack.Metrics.Grains.Hosting;

/// <summary>What a silo does again and again while it is active, the first time at once.</summary>
/// <param name="name">Names it in the silo's lifecycle.</param>
/// <param name="interval">How long from one start to the next.</param>
/// <param name="time">The clock.</param>
/// <param name="work">What is done; an exception of it ends the loop.</param>
internal sealed class SiloLoop(string name, TimeSpan interval, TimeProvider time, Func<CancellationToken, Task> work) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(name, ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                await work(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The silo stops, and what was under way then may fail in any way.
        }
    }
}
