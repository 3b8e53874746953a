using System.Runtime.CompilerServices;
using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client;

// Samples as they come.
public sealed partial class MetricsClient
{
    private const int FollowedAtOnce = 100;
    private static readonly TimeSpan FollowInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Samples of an instance as they come, durable or not, each once and oldest first, within about a second of their acceptance and until the loop is
    /// left: the newest ones are asked for once a second. CPU in percent of a core, memory and network in bytes, times in UTC; bytes of counters are
    /// provisional until a sample is durable. A sample that is older than one that came before it is left out. While the service does not answer, nothing
    /// comes, and afterwards all that came in between.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="after">The place of the last sample that is known, its timestamp and its id; null: what comes from now on.</param>
    /// <param name="cancellationToken">Ends the waiting, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="UnknownInstanceException">There is no such instance, or none any more.</exception>
    public async IAsyncEnumerable<InstanceSample> FollowSamplesAsync(
        Guid instanceId, SampleCursor? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(FollowInterval, _timeProvider);
        var place = after;
        do
        {
            if (await NewestAsync(instanceId, cancellationToken) is not { } newest)
            {
                continue;
            }

            if (place is not { } reached)
            {
                place = newest.Items.Count > 0 ? SampleCursor.Of(newest.Items[0]) : new SampleCursor(DateTimeOffset.UnixEpoch, Guid.Empty);
                continue;
            }

            await using var reader = Since(newest, reached, instanceId, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await TryMoveAsync(reader, cancellationToken))
            {
                if (reached.IsOlderThan(reader.Current))
                {
                    place = SampleCursor.Of(reader.Current);
                    yield return reader.Current;
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    // Between two pieces a stream that breaks off is taken up again at the place it has reached.
    private static async Task<bool> TryMoveAsync(IAsyncEnumerator<InstanceSample> reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.MoveNextAsync();
        }
        catch (Exception exception) when (IsPassing(exception, cancellationToken))
        {
            return false;
        }
    }

    private static bool IsPassing(Exception exception, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested
        && (exception is PushException fault ? fault is QueryTimeoutException || Faults.IsTransient(fault) : Faults.IsTransport(exception));

    private async Task<SamplePage?> NewestAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        try
        {
            return await GetRecentAsync(instanceId, FollowedAtOnce, cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (IsPassing(exception, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>What the newest samples have, oldest first; and where they do not reach back to the place, all from there on.</summary>
    private IAsyncEnumerable<InstanceSample> Since(SamplePage newest, SampleCursor place, Guid instanceId, CancellationToken cancellationToken) =>
        newest.Next is not null && place.IsOlderThan(newest.Items[^1])
            ? Grains.ReadSamplesAsync(instanceId, place.Timestamp, newest.Items[0].Sample.Timestamp.AddMicroseconds(1), cancellationToken)
            : newest.Items.Reverse().ToAsyncEnumerable();
}
