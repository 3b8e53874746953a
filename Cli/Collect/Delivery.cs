using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>
/// Sends readings and keeps those that did not get through, to be sent again with the next ones: resending stores nothing
/// twice. Keeps as many as one push may hold; beyond that the oldest are given up, whose traffic is in the counters of the newer ones.
/// </summary>
/// <param name="sink">Where they go.</param>
internal sealed class Delivery(ISampleSink sink)
{
    private List<ContainerReading> _waiting = [];

    /// <summary>How many readings did not get through yet.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Whether a call to the cluster failed so that the next round is worth a try.</summary>
    public static bool IsFailure(Exception problem, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && problem is MetricsConnectionException or PushException or TimeoutException or OrleansException or IOException;

    /// <summary>Sends these readings and those that wait.</summary>
    public async Task<DeliveryResult> SendAsync(IReadOnlyList<ContainerReading> readings, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        _waiting.AddRange(readings);
        var givenUp = GiveUpOldest(problems);
        if (_waiting.Count == 0)
        {
            return new DeliveryResult(0, givenUp, 0, problems);
        }

        // Counters of one container go together, oldest first.
        var parts = _waiting.GroupBy(reading => (reading.InstanceId, reading.Network, reading.Source, reading.StartedAt)).ToList();
        IReadOnlyList<InstanceReceipt> receipts;
        try
        {
            receipts = await sink.PushAsync([.. parts.Select(ToBatch)], cancellationToken);
        }
        catch (Exception problem) when (IsFailure(problem, cancellationToken))
        {
            problems.Add($"{problem.Message.ReplaceLineEndings(" ")}; readings that wait for the next round: {_waiting.Count}");
            return new DeliveryResult(0, givenUp, _waiting.Count, problems);
        }

        var accepted = 0;
        var rejected = givenUp;
        var names = new Dictionary<Guid, string>();
        var waiting = new List<ContainerReading>();
        foreach (var (part, receipt) in parts.Zip(receipts))
        {
            switch (receipt)
            {
                case { Receipt: { } taken }:
                    accepted += taken.Accepted + taken.Duplicates;
                    names[receipt.InstanceId] = part.First().Name;
                    rejected += taken.Rejected.Count;
                    problems.AddRange(taken.Rejected.Select(sample => $"{part.First().Name} ({receipt.InstanceId}): {sample.Field} {sample.Error}"));
                    break;
                case { Fault: InvalidRequestException or UnknownInstanceException }:
                    rejected += part.Count();
                    problems.Add($"{part.First().Name} ({receipt.InstanceId}): {receipt.Fault.Message}");
                    break;
                default:
                    waiting.AddRange(part);
                    break;
            }
        }

        if (receipts.FirstOrDefault(receipt => receipt.Fault is not (null or InvalidRequestException or UnknownInstanceException)) is { Fault: { } fault })
        {
            problems.Add($"{fault.Message.ReplaceLineEndings(" ")}; readings that wait for the next round: {waiting.Count}");
        }

        _waiting = waiting;
        await sink.NameAsync(names, cancellationToken);
        return new DeliveryResult(accepted, rejected, waiting.Count, problems);
    }

    private int GiveUpOldest(List<string> problems)
    {
        var tooMany = Math.Max(0, _waiting.Count - PushLimits.MaxSamples);
        if (tooMany > 0)
        {
            _waiting = [.. _waiting.OrderBy(reading => reading.Sample.Timestamp).Skip(tooMany)];
            problems.Add($"readings given up, because {PushLimits.MaxSamples} wait already: {tooMany}");
        }

        return tooMany;
    }

    private static InstanceBatch ToBatch(IGrouping<(Guid InstanceId, NetworkMode Network, string Source, DateTimeOffset? StartedAt), ContainerReading> part) => new(
        part.Key.InstanceId,
        new SampleBatch
        {
            Samples = [.. part.Select(reading => reading.Sample)],
            Network = part.Key.Network,
            Source = part.Key.Source,
            StartedAt = part.Key.StartedAt,
        });
}
