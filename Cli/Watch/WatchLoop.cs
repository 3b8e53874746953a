using System.Net.Sockets;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary>Looks again and again, through outages too.</summary>
/// <param name="look">One look.</param>
/// <param name="view">Shows it.</param>
/// <param name="interval">How long from one look to the next.</param>
/// <param name="count">After how many looks it ends; null: never. Those that nothing answered do not count.</param>
/// <param name="time">The clock.</param>
internal sealed class WatchLoop<T>(Func<CancellationToken, Task<T>> look, IWatchView<T> view, TimeSpan interval, int? count, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(interval, time);
        for (var shown = 0; ;)
        {
            try
            {
                view.Show(await look(cancellationToken).WaitAsync(cancellationToken));
                shown++;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsOutage(exception))
            {
                view.Miss(exception is OperationCanceledException ? "it stops" : FaultText.Of(exception));
            }

            if (shown == count)
            {
                return;
            }

            await ticks.WaitForNextTickAsync(cancellationToken);
        }
    }

    // A silo that goes away answers with a cancellation that nobody asked for.
    private static bool IsOutage(Exception exception) => exception is StoreUnavailableException or OverloadedException or QueryTimeoutException or TimeoutException
        or OrleansException or IOException or SocketException or OperationCanceledException;
}
