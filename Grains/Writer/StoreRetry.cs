using System.Collections.Concurrent;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// Tries again without end while the database does not answer, with exponential backoff and jitter up to 10 s. Says why when the
/// reason is a new one, and that it came back: not at every attempt.
/// </summary>
internal sealed partial class StoreRetry : IWriterHealth
{
    private static readonly ResiliencePropertyKey<LaneHealth> Lane = new("lane");

    private readonly ResiliencePipeline _opening;
    private readonly ResiliencePipeline _committing;
    private readonly ResiliencePipeline _committingSome;

    private readonly ConcurrentQueue<LaneHealth> _lanes = new();
    private readonly TimeProvider _time;
    private readonly ILogger<StoreRetry> _logger;

    public StoreRetry(TimeProvider time, ILogger<StoreRetry> logger)
    {
        (_time, _logger) = (time, logger);
        _opening = Build(time, (exception, _) => exception is StoreUnavailableException);

        // Accepted samples are not given up for an error nobody foresaw: only refused data and a stop end the attempts. What took too long
        // would do so again, unless there is less of it.
        _committing = Build(time, (exception, stopped) => exception is not StoreDataException && !stopped);
        _committingSome = Build(time, (exception, stopped) => exception is not (StoreDataException or StoreTimeoutException) && !stopped);
    }

    public string? Trouble => Stuck ?? _lanes.Select(lane => lane.Locked).FirstOrDefault(reason => reason is not null);

    public string? Stuck => _lanes.Select(lane => lane.Stuck).FirstOrDefault(reason => reason is not null);

    /// <summary>One more that commits by itself, for as long as the silo lives.</summary>
    public LaneHealth AddLane()
    {
        var lane = new LaneHealth(_time);
        _lanes.Enqueue(lane);
        return lane;
    }

    /// <summary>Opens the store; anything but its not answering is thrown at once.</summary>
    public Task OpenAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken) => ExecuteAsync(
        _opening,
        async token =>
        {
            await action(token);
            return true;
        },
        AddLane(),
        cancellationToken);

    /// <summary>Commits; only refused data and a cancellation are thrown, and that it took too long where it can be done in parts.</summary>
    public Task<T> CommitAsync<T>(Func<CancellationToken, Task<T>> action, bool canBeDivided, LaneHealth lane, CancellationToken cancellationToken) =>
        ExecuteAsync(canBeDivided ? _committingSome : _committing, action, lane, cancellationToken);

    private async Task<T> ExecuteAsync<T>(
        ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> action, LaneHealth lane, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(Lane, lane);
            var result = await pipeline.ExecuteAsync(async attempt => await action(attempt.CancellationToken), context);
            if (lane.Succeed() && _lanes.All(other => other.Failure is null))
            {
                LogAnswersAgain();
            }

            return result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Build(TimeProvider time, Func<Exception, bool, bool> isHandled) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is { } exception && isHandled(exception, arguments.Context.CancellationToken.IsCancellationRequested)),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(10),
            OnRetry = OnRetry,
        })
        .Build();

    private ValueTask OnRetry(OnRetryArguments<object> arguments)
    {
        var exception = arguments.Outcome.Exception!;
        var isNew = _lanes.All(lane => lane.Failure != exception.Message);
        arguments.Context.Properties.GetValue(Lane, null!).Fail(exception.Message);
        if (isNew)
        {
            if (exception is StoreUnavailableException)
            {
                LogUnavailable(exception.Message);
            }
            else
            {
                LogUnforeseen(exception);
            }
        }

        return ValueTask.CompletedTask;
    }

    [LoggerMessage(1003, LogLevel.Warning, "{Reason}; trying again until it does")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(1004, LogLevel.Information, "The database answers again")]
    private partial void LogAnswersAgain();

    [LoggerMessage(1007, LogLevel.Error, "Samples could not be committed; trying again until they are")]
    private partial void LogUnforeseen(Exception exception);
}
