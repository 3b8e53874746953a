using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LaunchStack.Metrics.Testing.Faults.Proxy;

/// <summary>The network between two ends, which can be cut, refuse connections and stall.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly Func<Stream, IPieces> _takeApart;
    private readonly ConcurrentDictionary<ProxyConnection, Task> _connections = new();
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CutRule? _rule;
    private TaskCompletionSource? _struck;

    /// <param name="listen">Where clients connect.</param>
    /// <param name="target">Where their connections lead.</param>
    /// <param name="takeApart">Makes the pieces between which connections can be cut.</param>
    public TcpProxy(IPEndPoint listen, IPEndPoint target, Func<Stream, IPieces> takeApart)
    {
        (_target, _takeApart) = (target, takeApart);
        _flow.SetResult();
        _listener = new TcpListener(listen);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Whether new connections are broken at once.</summary>
    public bool IsRefusing { get; set; }

    /// <summary>Breaks all connections.</summary>
    public void CutAll()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Abort();
        }
    }

    /// <summary>Forwards nothing more; connections stay open.</summary>
    public void Stall() => _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Forwards what has come meanwhile, and all else.</summary>
    public void Resume() => _flow.SetResult();

    /// <summary>Judges each piece that clients send by a rule, until it has cut one; ends then.</summary>
    public Task CutOnceAsync(CutRule rule)
    {
        lock (_lock)
        {
            _rule = rule;
            _struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _struck.Task;
        }
    }

    /// <summary>Cuts once, when clients have sent so many bytes more.</summary>
    public Task CutAfterAsync(int bytes, Cut cut) => CutOnceAsync(chunk => (bytes -= chunk.Length) > 0 ? Cut.None : cut)
        .WaitAsync(Deadline.Default, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _flow.TrySetResult();
        CutAll();
        await Task.WhenAll(_connections.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    internal Task FlowAsync() => _flow.Task;

    internal Cut Judge(ReadOnlySpan<byte> piece)
    {
        lock (_lock)
        {
            var cut = _rule?.Invoke(piece) ?? Cut.None;
            if (cut != Cut.None)
            {
                _rule = null;
                _struck!.SetResult();
            }

            return cut;
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = WithReset(await _listener.AcceptSocketAsync());
            var server = WithReset(new Socket(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
            var connection = new ProxyConnection(this, client, server);
            if (IsRefusing || !await TryConnectAsync(server))
            {
                connection.Abort();
                continue;
            }

            _connections.TryAdd(connection, connection.RunAsync(_takeApart));
        }
    }

    // Closed with a reset: who has sent something then knows nothing of its arrival.
    private static Socket WithReset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.NoDelay = true;
        return socket;
    }

    private async Task<bool> TryConnectAsync(Socket server)
    {
        try
        {
            await server.ConnectAsync(_target);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
