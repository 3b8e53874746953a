using System.Collections.Frozen;
using Orleans.Serialization.Invocation;
using Polly;
using Polly.Retry;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>
/// Calls an instance's grain again where its silo was on its way out: the next call finds it elsewhere. A call that was under way may have been
/// carried out, which does no harm: samples that are taken already are duplicates, and other calls read, or say what holds anyway. Those that register, rename
/// or delete are not repeated: after one that was carried out, the next one finds another instance than it was told of, and fails.
/// </summary>
internal sealed class MovedInstanceRetry(TimeProvider time) : IOutgoingGrainCallFilter
{
    private static readonly GrainType Instance = GrainType.Create("instance");

    private static readonly FrozenSet<string> Once =
        [nameof(IInstanceGrain.CreateAsync), nameof(IInstanceGrain.RenameAsync), nameof(IInstanceGrain.DeleteAsync)];

    // Together two seconds: by then a silo that leaves has left, and whoever waits for one that died may as well be told.
    private readonly ResiliencePipeline<Response?> _pipeline = new ResiliencePipelineBuilder<Response?> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<Response?>
        {
            ShouldHandle = attempt => ValueTask.FromResult(IsRejected(attempt.Outcome.Exception ?? attempt.Outcome.Result?.Exception)),
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(30),
            MaxRetryAttempts = 6,
            UseJitter = true,
        })
        .Build();

    public Task Invoke(IOutgoingGrainCallContext context) =>
        context.TargetId.Type == Instance && !Once.Contains(context.MethodName) ? InvokeAsync(context) : context.Invoke();

    private static bool IsRejected(Exception? exception) => exception is OrleansMessageRejectionException;

    private async Task InvokeAsync(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
            if (!IsRejected(context.Response?.Exception))
            {
                return;
            }
        }
        catch (OrleansMessageRejectionException)
        {
            // Again below.
        }

        await _pipeline.ExecuteAsync(
            async (call, _) =>
            {
                await call.Invoke();
                return call.Response;
            },
            context,
            CancellationToken.None);
    }
}
