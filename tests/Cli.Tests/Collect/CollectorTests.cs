using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Client;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

public sealed class CollectorTests
{
    private readonly FakeTimeProvider _time = new(Readings.Started);
    private readonly FakeSink _sink = new();
    private readonly FakeOutput _output = new();

    [Fact]
    public async Task Collector_once_shows_and_delivers_one_round()
    {
        await DriveAsync(Collector(call => [Readings.At(call)]).RunOnceAsync(TestContext.Current.CancellationToken));

        Assert.Single(Assert.Single(_output.Rounds).Readings);
        Assert.Single(_sink.Pushes);
    }

    [Fact]
    public async Task Collector_once_fails_when_its_push_fails()
    {
        _sink.Answers.Enqueue(_ => throw new MetricsConnectionException("no gateway answered"));

        await Assert.ThrowsAsync<FailureException>(() =>
            DriveAsync(Collector(call => [Readings.At(call)]).RunOnceAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Collector_delivers_the_readings_of_a_failed_push_with_the_next_round()
    {
        _sink.Answers.Enqueue(_ => throw new MetricsConnectionException("no gateway answered"));

        await RunRoundsAsync(2, call => [Readings.At(call)]);

        Assert.Equal(2, _sink.Pushes[1].Single().Batch.Samples.Count);
        Assert.Equal(2, _output.Rounds[1].Delivery?.Accepted);
    }

    [Fact]
    public async Task Collector_goes_on_after_a_round_that_could_read_nothing()
    {
        await RunRoundsAsync(1, call => call == 1 ? throw new FailureException("the engine does not answer") : [Readings.At(call)]);

        Assert.Equal("the engine does not answer", _output.Lines[0]);
        Assert.Single(_output.Rounds);
    }

    [Fact]
    public async Task Collector_says_how_much_it_could_not_deliver_when_it_is_stopped()
    {
        _sink.Answers.Enqueue(_ => throw new MetricsConnectionException("no gateway answered"));

        await RunRoundsAsync(1, call => [Readings.At(call)]);

        Assert.Equal("readings not delivered: 1", Assert.Single(_output.Lines));
    }

    private Collector Collector(Func<int, IReadOnlyList<ContainerReading>> round) =>
        new(new FakeReader(round), new Delivery(_sink), _output, _time);

    private async Task RunRoundsAsync(int rounds, Func<int, IReadOnlyList<ContainerReading>> round)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _output.Shown = () =>
        {
            if (_output.Rounds.Count == rounds)
            {
                stop.Cancel();
            }
        };
        await DriveAsync(Collector(round).RunAsync(TimeSpan.FromSeconds(10), stop.Token));
    }

    private async Task DriveAsync(Task run)
    {
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await run;
    }
}
