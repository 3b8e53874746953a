using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// Ties store and writer to the silo's life: the store opens before anything else and the writer is drained at a stage after
/// that of grain deactivation, so that it outlives every hand-over.
/// </summary>
internal sealed class WriterLifecycle(ISampleStore store, SampleWriter writer, StoreRetry retry, IOptions<MetricsOptions> options)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(ISampleStore), ServiceLifecycleStage.First, OpenStoreAsync);
        lifecycle.Subscribe(nameof(SampleWriter), ServiceLifecycleStage.ApplicationServices, StartWriterAsync, _ => writer.StopAsync());
        lifecycle.Subscribe(nameof(SampleWriter), ServiceLifecycleStage.Active, _ => Task.CompletedTask, writer.CommitAheadAsync);
    }

    private Task OpenStoreAsync(CancellationToken cancellationToken) =>
        retry.OpenAsync(token => store.OpenAsync(options.Value.ApplySchema, token), cancellationToken);

    private Task StartWriterAsync(CancellationToken cancellationToken)
    {
        writer.Start();
        return Task.CompletedTask;
    }
}
