using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace LaunchStack.Metrics.Silo.Connections;

/// <summary>Tells the connections to one port that were ended for what came by them from those whose other side has gone.</summary>
/// <param name="next">What reads them.</param>
/// <param name="port">The port.</param>
/// <param name="refused">Who counts the former.</param>
/// <param name="stopping">Fires when the silo stops, which ends all of them.</param>
internal sealed class WatchedConnections(ConnectionDelegate next, string port, RefusedConnections refused, CancellationToken stopping)
{
    private const string NoGreeting = "what came is not the protocol of Orleans";

    // Of a caller that goes while its greeting is awaited Orleans says this, by the type that it has for others' faults too.
    private const string HasLeft = "Connection terminated prematurely";

    public async Task RunAsync(ConnectionContext context)
    {
        if (await Greeting.PeekAsync(context.Transport.Input) is not { } greets)
        {
            return;
        }

        var frames = FrameFaults.Watch();
        try
        {
            await next(context);
            if (frames.Fault is { } fault)
            {
                refused.Add(port, context.RemoteEndPoint, fault.Message);
            }
        }
        catch (Exception exception) when (!greets || !IsEnd(exception))
        {
            refused.Add(port, context.RemoteEndPoint, greets ? exception.Message : NoGreeting);
            throw;
        }
    }

    private bool IsEnd(Exception exception) =>
        stopping.IsCancellationRequested || exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException || exception.Message == HasLeft;
}
