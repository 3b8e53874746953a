using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>Reads long ranges piece by piece, no faster than the reader takes them. Each reader takes a key of its own.</summary>
[Alias("launchstack.IUsageStreamGrain")]
public interface IUsageStreamGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Raw samples of an instance, oldest first. What is accepted meanwhile is in it where its time has not been passed yet. Between two pieces nothing is
    /// held in the database, however slow the reader is. CPU in percent of a core, memory and network in bytes, times in UTC. It is complete, or ends with an exception.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">The oldest moment.</param>
    /// <param name="to">Samples of this moment or later are left out.</param>
    /// <param name="cancellationToken">Ends the reading, also of a piece that is under way in the database.</param>
    /// <exception cref="InvalidRequestException">The range is empty, or begins before 1970 or more than a day ahead.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    [Alias("samples")]
    IAsyncEnumerable<InstanceSample> ReadSamplesAsync(
        Guid instanceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);
}
