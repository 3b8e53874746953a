using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>Sends pushes through the ingest grains and sends again what a resend can heal.</summary>
internal sealed partial class Pusher
{
    // External clients map a grain's key to a gateway; this many keys spread evenly over any sensible number of them.
    private const int Keys = 64;

    private readonly Func<IGrainFactory> _grains;
    private readonly TimeProvider _timeProvider;
    private readonly DeliveryCounters _counters;
    private readonly ClientInstruments _instruments;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<Attempt> _pipeline;
    private long _detour;

    public Pusher(Func<IGrainFactory> grains, MetricsClientOptions options, TimeProvider timeProvider, DeliveryCounters counters, ClientInstruments instruments, ILogger logger)
    {
        _grains = grains;
        _timeProvider = timeProvider;
        _counters = counters;
        _instruments = instruments;
        _logger = logger;
        _pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = options.ResendDelay,
                MaxDelay = options.MaxResendDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => new ValueTask<bool>(arguments.Outcome.Result.Again),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(Jitter(arguments.Outcome.Result.RetryAfter)),
            })
            .Build();
    }

    /// <summary>Sends until every part is settled or the time is over; the push then holds a receipt or a fault for every part.</summary>
    /// <param name="push">The push.</param>
    /// <param name="acknowledgement">What to wait for.</param>
    /// <param name="resendFor">How long failures are sent again; infinite: until it is cancelled.</param>
    /// <param name="key">Any number; pushes of the same number take the same way.</param>
    /// <param name="cancellationToken">Stops the sending; parts that are open then may have been taken.</param>
    public async Task SendAsync(PendingPush push, Acknowledgement acknowledgement, TimeSpan resendFor, long key, CancellationToken cancellationToken)
    {
        var started = _timeProvider.GetTimestamp();
        var attempts = 0;
        await _pipeline.ExecuteAsync(
            async token =>
            {
                if (attempts++ > 0)
                {
                    _counters.AddResent(push.OpenSamples);
                }

                await SendOnceAsync(push, acknowledgement, key, token);
                if (push.IsOpen)
                {
                    token.ThrowIfCancellationRequested();
                }

                var again = push.IsOpen && (resendFor == Timeout.InfiniteTimeSpan || _timeProvider.GetElapsedTime(started) < resendFor);
                if (again && attempts == 1)
                {
                    LogResend(push.OpenSamples, push.LastFault?.Message);
                }

                return new Attempt(again, again ? push.RetryAfter : null);
            },
            cancellationToken);
    }

    /// <summary>Asks how far instances are durable, once: whoever does not know yet asks again later.</summary>
    /// <param name="questions">The instances, at most <see cref="PushLimits.MaxSamples"/>.</param>
    /// <param name="handOver">Whether to have their buffers flushed.</param>
    /// <param name="key">As for <see cref="SendAsync"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The answers; none where there was no answer.</returns>
    public async Task<IReadOnlyList<InstanceDurability>> AskAsync(
        IReadOnlyList<DurabilityQuestion> questions, bool handOver, long key, CancellationToken cancellationToken)
    {
        try
        {
            return await Ingest(key).GetDurabilityAsync(questions, handOver, cancellationToken).WaitAsync(cancellationToken);
        }
#pragma warning disable CA1031 // No answer, whatever the reason, is what the caller is ready for.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _detour);
            return [];
        }
    }

    // After a call without an answer another key: the gateway of the old one may be frozen, and would be asked again and again.
    private IIngestGrain Ingest(long key) => _grains().GetGrain<IIngestGrain>((key + Interlocked.Read(ref _detour)) & (Keys - 1));

    private async Task SendOnceAsync(PendingPush push, Acknowledgement acknowledgement, long key, CancellationToken cancellationToken)
    {
        var sent = _timeProvider.GetTimestamp();
        try
        {
            push.Settle(await Ingest(key).PushAsync(push.OpenParts, acknowledgement, cancellationToken));
            _instruments.RecordPush(_timeProvider.GetElapsedTime(sent));
        }
        catch (PushException fault)
        {
            _instruments.RecordPush(_timeProvider.GetElapsedTime(sent));
            push.Fail(fault, Faults.IsTransient(fault));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Interlocked.Increment(ref _detour);

            var fault = new UndeliveredException(exception.Message.ReplaceLineEndings(" "));
            if (exception is InvalidDataException)
            {
                // An answer to something else was an answer: the service has done with the push.
                push.Fail(fault, transient: false);
            }
            else if (Faults.IsTransport(exception))
            {
                push.Fail(fault, transient: true);
            }
            else
            {
                push.FailUnexplained(fault);
            }
        }
    }

    // Clients that were refused together must not come back together.
    private static TimeSpan? Jitter(TimeSpan? retryAfter) => retryAfter * (1 + (Random.Shared.NextDouble() / 4));

    [LoggerMessage(3001, LogLevel.Warning, "Sending {Samples} samples again until they are taken: {Reason}")]
    private partial void LogResend(int samples, string? reason);

    private readonly record struct Attempt(bool Again, TimeSpan? RetryAfter);
}
