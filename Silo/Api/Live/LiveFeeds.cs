using LaunchStack.Metrics.Silo.Configuration;

namespace LaunchStack.Metrics.Silo.Api.Live;

/// <summary>Who watches which instance on this silo: viewers of one instance share its feed, and there are only so many of them.</summary>
/// <param name="readerOf">Reads samples of an instance.</param>
/// <param name="options">How many viewers there may be.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For feeds.</param>
internal sealed class LiveFeeds(Func<Guid, SampleReader> readerOf, ServiceOptions options, TimeProvider time, ILogger<LiveFeed> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Guid, LiveFeed> _feeds = [];
    private readonly Lock _gate = new();
    private int _viewers;
    private long _sent;

    /// <summary>How many watch.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>Samples sent to viewers since the start.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Begins to watch, until it is disposed.</summary>
    /// <param name="instanceId">The instance; whether there is one is not looked at.</param>
    /// <exception cref="OverloadedException">As many watch as may.</exception>
    public LiveViewer Enter(Guid instanceId)
    {
        lock (_gate)
        {
            if (_viewers >= options.LiveStreams)
            {
                throw new OverloadedException("as many live streams as this silo may have are open", RetryAfter);
            }

            _viewers++;
            if (!_feeds.TryGetValue(instanceId, out var feed) || feed.HasEnded)
            {
                _feeds[instanceId] = feed = new LiveFeed(instanceId, readerOf(instanceId), time, logger);
            }

            feed.Viewers++;
            return new LiveViewer(feed, readerOf(instanceId), left => Leave(instanceId, left));
        }
    }

    public void CountSent(int samples) => Interlocked.Add(ref _sent, samples);

    private void Leave(Guid instanceId, LiveFeed feed)
    {
        lock (_gate)
        {
            _viewers--;
            if (--feed.Viewers > 0)
            {
                return;
            }

            if (_feeds.GetValueOrDefault(instanceId) == feed)
            {
                _feeds.Remove(instanceId);
            }
        }

        // Its query with it.
        feed.Dispose();
    }
}
