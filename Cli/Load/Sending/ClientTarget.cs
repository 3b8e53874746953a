using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Sends through a client, which keeps what is accepted until it is durable.</summary>
internal sealed class ClientTarget(MetricsClient client) : ILoadTarget
{
    // In all agents: what is accepted at 250,000 samples a second until it is durable. More would only wait longer.
    private const int MaxPending = 2_000_000;
    private const long MaxPendingBytes = 384L * 1024 * 1024;

    // The process has 20 s in all once it was told to stop.
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(5);

    public LoadCounts Counts => new(client.Accepted, client.Durable, client.Duplicates, client.Rejected, client.Resent, client.Lost);

    public string? FirstLoss { get; private set; }

    /// <summary>Sets what an agent's client needs: room for its share, and pushes as large as may be.</summary>
    public static void Configure(MetricsClientOptions options, LoadRequest request)
    {
        options.Acknowledgement = request.Acknowledgement;
        options.BatchSize = Math.Max(request.Plan.Batch, PushLimits.MaxSamples / 2);
        options.FlushInterval = TimeSpan.Zero;
        options.MaxPending = Math.Max(PushLimits.MaxSamples, MaxPending / request.Agents);
        options.MaxPendingBytes = MaxPendingBytes / request.Agents;
        options.DisposeTimeout = DisposeTimeout;
    }

    public ValueTask AddAsync(Guid instanceId, SampleBatch batch, CancellationToken cancellationToken) =>
        client.AddAsync(instanceId, batch, cancellationToken);

    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.SettleAsync(cancellationToken);
        }
        catch (SamplesLostException exception)
        {
            FirstLoss ??= exception.Samples[0].Reason;
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
