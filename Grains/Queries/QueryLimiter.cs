using System.Threading.RateLimiting;
using LaunchStack.Metrics.Grains.Configuration;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>
/// Bounds how many queries of this silo are in the database at once, first come first served; what ingest asks has connections of its own.
/// Queries of all instances or of many rows have a part of that bound, so that they never keep the others waiting.
/// </summary>
internal sealed class QueryLimiter(IOptions<MetricsOptions> options) : IDisposable
{
    private const int ShareOfHeavy = 3;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _all = Limiter(options.Value.QueryConcurrency, options.Value.QueryQueue);
    private readonly ConcurrencyLimiter _heavy = Limiter(Math.Max(1, options.Value.QueryConcurrency / ShareOfHeavy), options.Value.QueryQueue);

    /// <summary>Runs a query when it is its turn.</summary>
    /// <exception cref="OverloadedException">Too many wait already.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(_all, cancellationToken);
        return await query(cancellationToken);
    }

    /// <summary>Runs a query that reads much when it is its turn.</summary>
    /// <exception cref="OverloadedException">Too many wait already.</exception>
    public async Task<T> RunHeavyAsync<T>(Func<CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(_heavy, cancellationToken);
        return await RunAsync(query, cancellationToken);
    }

    public void Dispose()
    {
        _all.Dispose();
        _heavy.Dispose();
    }

    private static ConcurrencyLimiter Limiter(int permits, int queue) =>
        new(new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = queue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    private static async ValueTask<RateLimitLease> TurnAsync(ConcurrencyLimiter limiter, CancellationToken cancellationToken)
    {
        var turn = await limiter.AcquireAsync(1, cancellationToken);
        return turn.IsAcquired ? turn : throw new OverloadedException("too many queries wait for the database already", RetryAfter);
    }
}
