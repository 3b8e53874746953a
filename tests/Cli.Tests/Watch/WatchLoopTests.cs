using LaunchStack.Metrics.Cli.Watch;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Tests.Watch;

public sealed class WatchLoopTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task An_outage_is_told_once_and_does_not_count()
    {
        await RunAsync(2, () => "1", () => throw new TimeoutException("Response did not arrive on time in 00:00:13 for message: Request [sys.client/1 S127.0.0.1:1:0]->[S127.0.0.1:2:3]"), () => throw new StoreUnavailableException("gone"), () => throw new QueryTimeoutException(Soon), () => "2");

        Assert.Equal("1\n2\n", _output.ToString());
        Assert.Equal("the service does not answer and is asked again: the service did not answer in time\nthe service answers again\n", _error.ToString());
    }

    [Fact]
    public Task What_asking_again_cannot_mend_ends_it() =>
        Assert.ThrowsAsync<UnknownInstanceException>(() => RunAsync(2, () => "1", () => throw new UnknownInstanceException(Guid.NewGuid())));

    [Fact]
    public async Task A_cancelled_watch_does_not_wait_for_an_answer()
    {
        using var stop = new CancellationTokenSource();
        var loop = new WatchLoop<string>(_ => new TaskCompletionSource<string>().Task, Lines(), Soon, null, TimeProvider.System);

        var running = loop.RunAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
    }

    [Fact]
    public async Task Where_it_is_drawn_again_the_last_picture_stays_and_says_that_nothing_answers()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(_output) });
        await console.Live(new Text("")).StartAsync(display =>
        {
            var view = new LiveView<string>(display, frame => new Text(frame), TimeProvider.System);
            view.Show("picture");
            view.Miss("gone");
            return Task.CompletedTask;
        });

        var drawn = _output.ToString();
        Assert.Matches("picture +\\s+[^ ]*the service does not answer since .*: gone", drawn);
        Assert.EndsWith("\e[?25h", drawn, StringComparison.Ordinal);
    }

    private Task RunAsync(int count, params Func<string>[] looks)
    {
        var next = 0;
        return new WatchLoop<string>(_ => Task.Run(() => looks[next++]()), Lines(), Soon, count, TimeProvider.System).RunAsync(Cancelled);
    }

    private LineView<string> Lines() => new(_output, _error, frame => [frame]);
}
