using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Benchmarks.Hosting;

/// <summary>Takes the message of <see cref="IInstanceGrain"/> and does nothing with it. Public, because proxies are.</summary>
[Alias("benchmarks.IEmptyInstanceGrain")]
public interface IEmptyInstanceGrain : IGrainWithGuidKey
{
    /// <summary>Answers with the same receipt every time.</summary>
    /// <param name="batch">Samples.</param>
    /// <param name="acknowledgement">What to wait for.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [Alias("push")]
    Task<PushReceipt> PushAsync(SampleBatch batch, Acknowledgement acknowledgement, CancellationToken cancellationToken = default);
}
