using System.Net.Sockets;

namespace LaunchStack.Metrics.Testing.Faults.Proxy;

/// <summary>One client's connection through a proxy.</summary>
internal sealed class ProxyConnection(TcpProxy proxy, Socket client, Socket server)
{
    private volatile bool _hidesAnswer;
    private volatile bool _isUnheard;

    /// <summary>Runs until one end or the proxy ends it.</summary>
    public async Task RunAsync(Func<Stream, IPieces> takeApart)
    {
        var (clients, servers) = (new NetworkStream(client), new NetworkStream(server));
        await Task.WhenAny(UpAsync(takeApart(clients), servers), DownAsync(clients, servers));
        client.Dispose();
        if (!_isUnheard)
        {
            server.Dispose();
        }
    }

    /// <summary>Breaks both ends.</summary>
    public void Abort()
    {
        client.Dispose();
        server.Dispose();
    }

    private async Task UpAsync(IPieces pieces, Stream toServer)
    {
        while (await pieces.ReadAsync() is { IsEmpty: false } piece)
        {
            await proxy.FlowAsync();
            var cut = proxy.Judge(piece.Span);
            _hidesAnswer |= cut == Cut.BeforeAnswer;
            _isUnheard = cut == Cut.Unheard;
            if (cut is Cut.Before or Cut.Unheard)
            {
                return;
            }

            await toServer.WriteAsync(cut == Cut.Within ? piece[..(piece.Length / 2)] : piece);
            if (cut == Cut.Within)
            {
                return;
            }
        }
    }

    private async Task DownAsync(Stream toClient, Stream fromServer)
    {
        var chunks = new ByteChunks(fromServer);
        while (await chunks.ReadAsync() is { IsEmpty: false } chunk)
        {
            await proxy.FlowAsync();
            if (_hidesAnswer)
            {
                return;
            }

            await toClient.WriteAsync(chunk);
        }
    }
}
