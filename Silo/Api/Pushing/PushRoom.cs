using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>
/// Memory for pushes that are being read and passed on. Without a bound, callers that come faster than their pushes are taken would
/// fill the memory before the tail's bounds are ever asked.
/// </summary>
internal sealed class PushRoom
{
    // A body, its parsed form and its samples.
    private const int PerByte = 5;
    private const long Most = 512L << 20;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private long _taken;

    /// <summary>Takes room for a request until it is disposed.</summary>
    /// <param name="request">The request; one that does not say its length may have the greatest.</param>
    /// <exception cref="OverloadedException">There is none.</exception>
    public IDisposable Take(HttpRequest request)
    {
        var bytes = PerByte * Math.Min(request.ContentLength ?? PushLimits.MaxBodyBytes, PushLimits.MaxBodyBytes);
        if (Interlocked.Add(ref _taken, bytes) > Most)
        {
            Interlocked.Add(ref _taken, -bytes);
            throw new OverloadedException("as many pushes as this silo may read at once are under way", RetryAfter);
        }

        return new Lease(this, bytes);
    }

    private sealed class Lease(PushRoom room, long bytes) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                Interlocked.Add(ref room._taken, -bytes);
            }
        }
    }
}
