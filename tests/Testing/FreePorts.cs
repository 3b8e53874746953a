using System.Net;
using System.Net.Sockets;

namespace LaunchStack.Metrics.Testing;

/// <summary>
/// TCP ports that nothing listens on and that no other test process on this machine is given while this one lives. They lie
/// below the range from which the system picks ports for outgoing connections. Silos bind with address reuse, so two of them
/// on one port would share it without an error.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, FileStream> Claims = [];

    /// <summary>One port.</summary>
    public static int Next()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"launchstack-ports-{Environment.UserName}"));
        lock (Gate)
        {
            var start = Random.Shared.Next(Count);
            for (var step = 0; step < Count; step++)
            {
                var port = First + ((start + step) % Count);
                if (!Claims.ContainsKey(port) && TryClaim(folder, port) is { } claim)
                {
                    if (IsFree(port))
                    {
                        Claims.Add(port, claim);
                        return port;
                    }

                    claim.Dispose();
                }
            }
        }

        throw new InvalidOperationException($"no free port from {First} to {First + Count - 1}");
    }

    /// <summary>Several distinct ports.</summary>
    public static int[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    // The lock on the file goes with the process, however it ends.
    private static FileStream? TryClaim(DirectoryInfo folder, int port)
    {
        try
        {
            return new FileStream(Path.Combine(folder.FullName, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
