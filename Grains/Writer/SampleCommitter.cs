using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Telemetry;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// Commits samples, however often it takes: registers their instances, retries while the database does not answer, and
/// isolates what the database refuses and puts it aside, so that a poisonous row costs only itself. What takes the database too long goes
/// in smaller transactions.
/// </summary>
internal sealed partial class SampleCommitter(
    ISampleStore store,
    InstanceRegistry instances,
    StoreRetry retry,
    DeadLetterOffice deadLetters,
    SampleCounters counters,
    CommitInstruments instruments,
    TimeProvider time,
    ILogger<SampleCommitter> logger)
{
    /// <summary>What became of each sample, by its index.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="lane">The lane that asks.</param>
    /// <param name="locked">Instances of which older samples met a lock, so that these have to wait for them; those that meet one now are added.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public async Task<AppendOutcome[]> CommitAsync(
        IReadOnlyList<AppendSample> samples, LaneHealth lane, HashSet<Guid> locked, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var outcomes = new AppendOutcome[samples.Count];
        await CommitAsync(samples, outcomes, lane, locked, cancellationToken);
        var tried = samples.Count - outcomes.AsSpan().Count(AppendOutcome.Locked);
        if (tried > 0)
        {
            instruments.Record(time.GetElapsedTime(start), tried);
        }

        Count(samples, outcomes);
        return outcomes;
    }

    private async Task CommitAsync(
        IReadOnlyList<AppendSample> samples, Memory<AppendOutcome> outcomes, LaneHealth lane, HashSet<Guid> locked, CancellationToken cancellationToken)
    {
        if (locked.Count > 0 && samples.Any(sample => locked.Contains(sample.InstanceId)))
        {
            await CommitOthersAsync(samples, outcomes, lane, locked, cancellationToken);
            return;
        }

        try
        {
            var result = await retry.CommitAsync(token => AppendAsync(samples, token), canBeDivided: samples.Count > 1, lane, cancellationToken);
            result.CopyTo(outcomes);
            if (result.Contains(AppendOutcome.Locked))
            {
                locked.UnionWith(samples.Where((_, index) => result[index] == AppendOutcome.Locked).Select(sample => sample.InstanceId));
            }

            for (var index = Array.IndexOf(result, AppendOutcome.IdConflict); index >= 0; index = Array.IndexOf(result, AppendOutcome.IdConflict, index + 1))
            {
                await deadLetters.BuryAsync(RefusedSample.OfIdConflict(samples[index]), lane, cancellationToken);
            }
        }
        catch (StoreDataException exception) when (samples.Count == 1)
        {
            await deadLetters.BuryAsync(new(samples[0], exception.Message), lane, cancellationToken);
            outcomes.Span[0] = AppendOutcome.Refused;
        }
        catch (Exception exception) when (exception is StoreDataException or StoreTimeoutException && samples.Count > 1)
        {
            if (exception is StoreTimeoutException)
            {
                lane.Fail(exception.Message);
                LogTooSlow(samples.Count, exception.Message);
            }

            // Halves in order, so that an instance's samples keep theirs.
            var half = samples.Count / 2;
            await CommitAsync([.. samples.Take(half)], outcomes[..half], lane, locked, cancellationToken);
            await CommitAsync([.. samples.Skip(half)], outcomes[half..], lane, locked, cancellationToken);
        }
    }

    /// <summary>Leaves an instance's samples behind its older ones, even where the lock is over by now.</summary>
    private async Task CommitOthersAsync(
        IReadOnlyList<AppendSample> samples, Memory<AppendOutcome> outcomes, LaneHealth lane, HashSet<Guid> locked, CancellationToken cancellationToken)
    {
        outcomes.Span.Fill(AppendOutcome.Locked);
        int[] others = [.. Enumerable.Range(0, samples.Count).Where(index => !locked.Contains(samples[index].InstanceId))];
        if (others.Length == 0)
        {
            return;
        }

        var committed = new AppendOutcome[others.Length];
        await CommitAsync([.. others.Select(index => samples[index])], committed, lane, locked, cancellationToken);
        for (var place = 0; place < others.Length; place++)
        {
            outcomes.Span[others[place]] = committed[place];
        }
    }

    private async Task<AppendOutcome[]> AppendAsync(IReadOnlyList<AppendSample> samples, CancellationToken cancellationToken)
    {
        await instances.RegisterAsync(InstancesOf(samples), cancellationToken);
        var outcomes = await store.AppendAsync(samples, cancellationToken);
        if (await ForgetUnknownAsync(samples, outcomes, cancellationToken))
        {
            // Deleted past the service since they were registered: register them anew. What was stored just now comes back as a duplicate.
            await instances.RegisterAsync(InstancesOf(samples), cancellationToken);
            var again = await store.AppendAsync(samples, cancellationToken);
            for (var index = 0; index < outcomes.Length; index++)
            {
                outcomes[index] = outcomes[index] == AppendOutcome.UnknownInstance ? again[index] : outcomes[index];
            }

            await ForgetUnknownAsync(samples, outcomes, cancellationToken);
        }

        return outcomes;
    }

    private async ValueTask<bool> ForgetUnknownAsync(
        IReadOnlyList<AppendSample> samples, AppendOutcome[] outcomes, CancellationToken cancellationToken)
    {
        if (!outcomes.Contains(AppendOutcome.UnknownInstance))
        {
            return false;
        }

        var unknown = samples.Where((_, index) => outcomes[index] == AppendOutcome.UnknownInstance).Select(sample => sample.InstanceId);
        return await instances.ForgetAsync(unknown.ToHashSet(), cancellationToken);
    }

    // Samples of an instance come together: looking one up for each sample would cost more than all the rest here.
    private static IEnumerable<Guid> InstancesOf(IReadOnlyList<AppendSample> samples)
    {
        for (var index = 0; index < samples.Count; index++)
        {
            var instanceId = samples[index].InstanceId;
            if (index == 0 || samples[index - 1].InstanceId != instanceId)
            {
                yield return instanceId;
            }
        }
    }

    private void Count(IReadOnlyList<AppendSample> samples, AppendOutcome[] outcomes)
    {
        var duplicates = outcomes.AsSpan().Count(AppendOutcome.Duplicate);
        var durable = duplicates + outcomes.AsSpan().Count(AppendOutcome.Stored);
        counters.CountDurable(durable);
        counters.CountDuplicates(duplicates);
        if (durable == outcomes.Length)
        {
            return;
        }

        // Of what was put aside, the dead letters have the account.
        counters.CountDropped(outcomes.Count(outcome => outcome == AppendOutcome.UnknownInstance));
        var lost = samples.Zip(outcomes).Where(pair => pair.Second == AppendOutcome.UnknownInstance);
        foreach (var group in lost.GroupBy(pair => (pair.First.InstanceId, pair.Second)))
        {
            LogDropped(group.Count(), group.Key.InstanceId, group.Key.Second);
        }
    }

    [LoggerMessage(1010, LogLevel.Warning, "A transaction of {Samples} samples took too long and goes on in halves: {Reason}")]
    private partial void LogTooSlow(int samples, string reason);

    [LoggerMessage(1002, LogLevel.Error, "{Samples} accepted samples of instance {InstanceId} are not stored: {Outcome}")]
    private partial void LogDropped(int samples, Guid instanceId, AppendOutcome outcome);
}
