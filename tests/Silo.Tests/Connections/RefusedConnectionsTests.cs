using System.Diagnostics.Metrics;
using System.Net;
using LaunchStack.Metrics.Silo.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Silo.Tests.Connections;

public sealed class RefusedConnectionsTests
{
    private static readonly IPEndPoint Remote = new(IPAddress.Parse("::ffff:192.0.2.7"), 4711);

    [Fact]
    public async Task The_first_of_a_minute_is_told_of_with_how_many_were_left_out_for_each_port_and_without_what_a_terminal_obeys()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var time = new FakeTimeProvider();
        var log = new Lines();
        var refused = new RefusedConnections(services.GetRequiredService<IMeterFactory>(), time, log);

        refused.Add("gateway", Remote, "a\n\u001b[31m");
        refused.Add("gateway", Remote, "b");
        time.Advance(TimeSpan.FromSeconds(59));
        refused.Add("gateway", Remote, "c");
        refused.Add("silo", Remote, new string('d', 1_000));
        time.Advance(TimeSpan.FromSeconds(1));
        refused.Add("gateway", null, "e");

        Assert.Equal(
            [
                "A connection to the gateway port from 192.0.2.7:4711 was refused: a??[31m",
                $"A connection to the silo port from 192.0.2.7:4711 was refused: {new string('d', 300)}",
                "A connection to the gateway port from an unknown address was refused, after 2 others since the line before: e",
            ],
            log.All);
    }

    private sealed class Lines : ILogger<RefusedConnections>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }
}
