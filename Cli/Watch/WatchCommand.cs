using System.CommandLine;
using System.Text.Json;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Cli.Query;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaunchStack.Metrics.Cli.Watch;

/// <summary><c>launchstack watch</c>: one instance, or the busiest ones, as they are just now.</summary>
internal static class WatchCommand
{
    private const int DefaultLimit = 10;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);

    // An outage is to be seen before it is over.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    private static readonly Argument<Guid> Instance = InstanceArgument.CreateOptional("The instance, a GUID. Default: the busiest ones.");

    private static readonly Option<TimeSpan> Interval = new("--interval")
    {
        Description = "How often to look, 1s to 1m.",
        HelpName = "duration",
        CustomParser = Parsers.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
        DefaultValueFactory = _ => DefaultInterval,
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "End after so many looks. Default: on Ctrl-C.",
        HelpName = "N",
        CustomParser = Parsers.Number(1, int.MaxValue),
    };

    private static readonly Option<TimeSpan> Last = new("--last")
    {
        Description = "How much of the past charts and ranks are about, 1m to 24h.",
        HelpName = "duration",
        CustomParser = Parsers.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)),
        DefaultValueFactory = _ => DefaultWindow,
    };

    private static readonly Option<UsageMeasure?> By = MeasureOption.Create();

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"How many of the busiest, 1 to {IFleetQueryGrain.MaxRanges}. Default: {DefaultLimit}.",
        CustomParser = Parsers.Number(1, IFleetQueryGrain.MaxRanges),
    };

    public static Command Create()
    {
        var command = new Command("watch", "Watch an instance, or the busiest ones, live.") { Instance, Interval, Count, Last, By, Limit };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Instance) is { Tokens.Count: > 0 } && (result.GetResult(By) is not null || result.GetResult(Limit) is not null))
            {
                result.AddError("ID excludes --by and --limit");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var client = await ConnectionOptions.ConnectAsync(parsed, options => options.ResponseTimeout = ResponseTimeout, cancellationToken);
        var window = new WatchWindow(parsed.GetValue(Last));
        var console = Terminal.Out(parsed);
        var isLive = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi && !JsonOption.IsSet(parsed);
        try
        {
            await (parsed.GetValue(Instance) is var id && id != Guid.Empty
                ? RunAsync(
                    parsed,
                    console,
                    isLive,
                    new InstanceWatch(client, id, window, isLive, TimeProvider.System).LookAsync,
                    frame => InstanceView.Draw(frame, window, console.Profile.Width),
                    InstanceView.Lines,
                    cancellationToken)
                : RunAsync(
                    parsed,
                    console,
                    isLive,
                    new FleetWatch(client, parsed.GetValue(By) ?? UsageMeasure.Cpu, LimitOf(parsed), window, isLive, TimeProvider.System).LookAsync,
                    frame => FleetView.Draw(frame, window, console.Profile.Width),
                    FleetView.Lines,
                    cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how a watch ends.
        }

        return ExitCode.Done;
    }

    private static async Task RunAsync<T>(
        ParseResult parsed,
        IAnsiConsole console,
        bool isLive,
        Func<CancellationToken, Task<T>> look,
        Func<T, IRenderable> draw,
        Func<T, IEnumerable<string>> linesOf,
        CancellationToken cancellationToken)
    {
        if (isLive)
        {
            await console.Live(new Text("")).StartAsync(display => LoopOver(new LiveView<T>(display, draw, TimeProvider.System)));
            return;
        }

        var lines = JsonOption.IsSet(parsed) ? frame => [JsonSerializer.Serialize(frame, MetricsJson.Options)] : linesOf;
        await LoopOver(new LineView<T>(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, lines));

        Task LoopOver(IWatchView<T> view) =>
            new WatchLoop<T>(look, view, parsed.GetValue(Interval), CountOf(parsed), TimeProvider.System).RunAsync(cancellationToken);
    }

    private static int? CountOf(ParseResult parsed) => parsed.GetResult(Count) is null ? null : parsed.GetValue(Count);

    private static int LimitOf(ParseResult parsed) => parsed.GetResult(Limit) is null ? DefaultLimit : parsed.GetValue(Limit);
}
