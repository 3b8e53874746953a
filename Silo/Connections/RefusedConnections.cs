using System.Diagnostics.Metrics;
using System.Net;
using LaunchStack.Metrics.Grains.Telemetry;

namespace LaunchStack.Metrics.Silo.Connections;

/// <summary>Counts the connections that a silo ended for what came by them, and says so: of each port once a minute, for a scanner must not fill the log.</summary>
internal sealed partial class RefusedConnections
{
    public const string Gateway = "gateway";
    public const string Silo = "silo";

    private const int MostText = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, PortState> _ports = new() { [Gateway] = new(), [Silo] = new() };
    private readonly TimeProvider _time;
    private readonly ILogger<RefusedConnections> _logger;

    public RefusedConnections(IMeterFactory meters, TimeProvider time, ILogger<RefusedConnections> logger)
    {
        (_time, _logger) = (time, logger);

        // Read when somebody looks, so that they are there from the start: of a counter that begins with its first event, Prometheus never sees that.
        meters.Create(ServiceMeter.Name).CreateObservableCounter(
            "launchstack.connections.refused",
            () => _ports.Select(port => new Measurement<long>(port.Value.Refused, new KeyValuePair<string, object?>("port", port.Key))),
            "{connection}",
            "Connections of Orleans that were ended for what came by them, by port.");
    }

    /// <summary>Counts a connection.</summary>
    /// <param name="port">Which of the ports it came to.</param>
    /// <param name="remote">Where it came from.</param>
    /// <param name="reason">Why it was ended; may hold what the other side sent.</param>
    public void Add(string port, EndPoint? remote, string reason)
    {
        if (_ports[port].Add(_time, Pause) is not { } others)
        {
            return;
        }

        var (from, why) = (AddressOf(remote), Printable(reason));
        if (others == 0)
        {
            LogRefused(port, from, why);
        }
        else
        {
            LogRefusedAgain(port, from, others, why);
        }
    }

    // A socket for both families writes an address of IPv4 as one of IPv6.
    private static string AddressOf(EndPoint? remote) => remote switch
    {
        IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped => new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString(),
        _ => remote?.ToString() ?? "an unknown address",
    };

    private static string Printable(string text) =>
        string.Concat(text.Take(MostText).Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character));

    [LoggerMessage(2301, LogLevel.Warning, "A connection to the {Port} port from {Remote} was refused: {Reason}")]
    private partial void LogRefused(string port, string remote, string reason);

    [LoggerMessage(2302, LogLevel.Warning, "A connection to the {Port} port from {Remote} was refused, after {Others} others since the line before: {Reason}")]
    private partial void LogRefusedAgain(string port, string remote, long others, string reason);

    private sealed class PortState
    {
        private readonly Lock _lock = new();
        private long _refused;
        private long _told;
        private long? _toldAt;

        public long Refused => Volatile.Read(ref _refused);

        /// <summary>Counts one; how many have not been told of beside it where it is to be told of.</summary>
        public long? Add(TimeProvider time, TimeSpan pause)
        {
            lock (_lock)
            {
                _refused++;
                if (_toldAt is { } before && time.GetElapsedTime(before) < pause)
                {
                    return null;
                }

                var others = _refused - _told - 1;
                (_told, _toldAt) = (_refused, time.GetTimestamp());
                return others;
            }
        }
    }
}
