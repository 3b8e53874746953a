using System.Runtime.InteropServices;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Ingest;

internal sealed partial class IngestGrain
{
    public async Task<IReadOnlyList<InstanceDurability>> GetDurabilityAsync(
        IReadOnlyList<DurabilityQuestion> questions, bool handOver, CancellationToken cancellationToken = default)
    {
        if (questions.Count > PushLimits.MaxSamples)
        {
            throw new InvalidRequestException("questions", $"must be at most {PushLimits.MaxSamples}, not {questions.Count}");
        }

        var answers = new InstanceDurability[questions.Count];
        var others = new Dictionary<SiloAddress, List<int>>();
        var waiting = new List<Task>();
        for (var place = 0; place < answers.Length; place++)
        {
            var (instanceId, process) = questions[place];
            answers[place] = new(instanceId, null);
            if (process == tails.Silo)
            {
                // What this silo has accepted is in its own tail, wherever the instance's grain is now.
                answers[place] = new(instanceId, tails.DurabilityOf(instanceId, handOver));
            }
            else if (process != Guid.Empty && silos.Find(process) is { } silo)
            {
                ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(others, silo, out _);
                (places ??= []).Add(place);
            }
            else
            {
                waiting.Add(AskAsync(instanceId, handOver, answers, place, cancellationToken));
            }
        }

        waiting.AddRange(others.Select(other => AskAsync(other.Key, other.Value, handOver, answers, cancellationToken)));

        // A copy: who answers later than that must not change what is on its way out.
        await EndInTimeAsync(waiting);
        return [.. answers];
    }

    /// <summary>Asks another silo about what it has accepted; where it does not answer, the instances, which may be elsewhere by now.</summary>
    private async Task AskAsync(SiloAddress silo, List<int> places, bool handOver, InstanceDurability[] answers, CancellationToken cancellationToken)
    {
        Guid[] instanceIds = [.. places.Select(place => answers[place].InstanceId)];
        try
        {
            var durabilities = await silos.Of(silo).GetDurabilityAsync(instanceIds, handOver).WaitAsync(cancellationToken);
            for (var index = 0; index < durabilities.Length; index++)
            {
                answers[places[index]] = new(instanceIds[index], durabilities[index]);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogSiloFailed(silo, exception.Message);
            await Task.WhenAll(places.Select(place => AskAsync(answers[place].InstanceId, handOver, answers, place, cancellationToken)));
        }
    }

    private async Task AskAsync(Guid instanceId, bool handOver, InstanceDurability[] answers, int place, CancellationToken cancellationToken)
    {
        try
        {
            answers[place] = new(instanceId, await instances.Of(instanceId).GetDurabilityAsync(handOver).WaitAsync(cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The instance's silo is on its way out, or in; whoever asks asks again.
            LogNotAnswered(instanceId, exception.Message);
        }
    }

    [LoggerMessage(1203, LogLevel.Warning, "How far instance {InstanceId} is durable is not known: {Reason}")]
    private partial void LogNotAnswered(Guid instanceId, string reason);
}
