using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Reads and delivers in rounds.</summary>
/// <param name="reader">What is read.</param>
/// <param name="delivery">Where it goes; null to show it alone.</param>
/// <param name="output">Where it is shown.</param>
/// <param name="time">The clock.</param>
internal sealed class Collector(IContainerReader reader, Delivery? delivery, IRoundOutput output, TimeProvider time)
{
    /// <summary>How far apart the two readings are that the first round's CPU comes from.</summary>
    public static readonly TimeSpan FirstSpan = TimeSpan.FromSeconds(1);

    /// <summary>One round.</summary>
    /// <exception cref="FailureException">Nothing could be read, or not all of it was delivered.</exception>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        await Task.Delay(FirstSpan, time, cancellationToken);
        var result = await RoundAsync(cancellationToken);
        if (result is { Waiting: > 0 } or { Rejected: > 0 })
        {
            throw new FailureException($"readings not delivered: {result.Waiting + result.Rejected}");
        }
    }

    /// <summary>Rounds until it is cancelled. A round that takes longer than the interval delays the next one; rounds never pile up.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(reader.ReadAsync(cancellationToken));
            await Task.Delay(FirstSpan, time, cancellationToken);
            using var timer = new PeriodicTimer(interval, time);
            do
            {
                await TryAsync(RoundAsync(cancellationToken));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (delivery is { Waiting: > 0 and var lost })
            {
                output.Say($"readings not delivered: {lost}");
            }
        }
    }

    private async Task<DeliveryResult?> RoundAsync(CancellationToken cancellationToken)
    {
        var readings = await reader.ReadAsync(cancellationToken);
        var result = delivery is null ? null : await delivery.SendAsync(readings, cancellationToken);
        output.Show(reader.Noun, readings, result);
        return result;
    }

    // An engine that restarts is back in one of the next rounds.
    private async Task TryAsync(Task round)
    {
        try
        {
            await round;
        }
        catch (FailureException failure)
        {
            output.Say(failure.Message);
        }
    }
}
