using System.Runtime.CompilerServices;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics;

/// <summary>Reads long ranges through <see cref="IUsageStreamGrain"/>.</summary>
public static class SampleStreams
{
    private const int BatchSize = 500;

    /// <summary>
    /// Raw samples of an instance, oldest first, as many as there are: read piece by piece, no faster than they are taken, and no further once
    /// the loop is left. A reader may pause for as long as it likes. CPU in percent of a core, memory and network in bytes, times in UTC. It is complete, or ends with an exception.
    /// </summary>
    /// <param name="grains">The cluster.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="from">The oldest moment.</param>
    /// <param name="to">Samples of this moment or later are left out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidRequestException">The range is empty.</exception>
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public static async IAsyncEnumerable<InstanceSample> ReadSamplesAsync(
        this IGrainFactory grains, Guid instanceId, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        InstanceSample? last = null;
        for (var isOver = false; !isOver;)
        {
            var start = last;
            await using var reader = grains.GetGrain<IUsageStreamGrain>(Guid.NewGuid())
                .ReadSamplesAsync(instanceId, start?.Sample.Timestamp ?? from, to, cancellationToken)
                .WithBatchSize(BatchSize)
                .GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    isOver = !await reader.MoveNextAsync();
                }
                catch (EnumerationAbortedException) when (last != start)
                {
                    // The grain lets go of a reader that has not come back for as long as a call may take.
                    break;
                }

                if (isOver)
                {
                    break;
                }

                // Of the moment at which it is taken up again, what was read already comes once more.
                if (start is not { } known || SampleCursor.Of(known).IsOlderThan(reader.Current))
                {
                    last = reader.Current;
                    yield return reader.Current;
                }
            }
        }
    }
}
