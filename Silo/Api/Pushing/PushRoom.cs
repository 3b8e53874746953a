using System.Threading.RateLimiting;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>
/// Memory for pushes that are being read and passed on. Without a bound, callers that come faster than their pushes are taken would
/// fill the memory before the tail's bounds are ever asked.
/// </summary>
internal sealed class PushRoom : IDisposable
{
    // A permit is a KiB of memory: a body, its parsed form and its samples.
    private const int Permits = 512 * 1024;
    private const int MemoryPerByte = 5;
    private const int BytesPerPermit = 1024;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = Permits });

    /// <summary>Takes room for a request until it is disposed.</summary>
    /// <param name="request">The request; one that does not say its length may have the greatest.</param>
    /// <exception cref="OverloadedException">There is none.</exception>
    public RateLimitLease Take(HttpRequest request)
    {
        var bytes = Math.Min(request.ContentLength ?? PushLimits.MaxBodyBytes, PushLimits.MaxBodyBytes);
        var lease = _limiter.AttemptAcquire((int)(1 + (bytes * MemoryPerByte / BytesPerPermit)));
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        throw new OverloadedException("as many pushes as this silo may read at once are under way", RetryAfter);
    }

    public void Dispose() => _limiter.Dispose();
}
