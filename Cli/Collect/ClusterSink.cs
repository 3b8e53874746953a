using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Pushes to a cluster, and connects when there is something to push: a cluster that starts later than the collector is found then.</summary>
/// <param name="connect">Connects.</param>
internal sealed class ClusterSink(Func<CancellationToken, Task<MetricsClient>> connect) : ISampleSink, IAsyncDisposable
{
    private readonly InstanceNamer _namer = new();
    private MetricsClient? _client;

    // Durable: a reading is kept until it is committed, so the crash of a silo loses none.
    public async Task<IReadOnlyList<InstanceReceipt>> PushAsync(IReadOnlyList<InstanceBatch> batches, CancellationToken cancellationToken)
    {
        _client ??= await connect(cancellationToken);
        return await _client.PushAsync(batches, Acknowledgement.Durable, cancellationToken);
    }

    public Task NameAsync(IReadOnlyDictionary<Guid, string> names, CancellationToken cancellationToken) =>
        _client is null ? Task.CompletedTask : _namer.NameAsync(_client, names, cancellationToken);

    public ValueTask DisposeAsync() => _client?.DisposeAsync() ?? ValueTask.CompletedTask;
}
