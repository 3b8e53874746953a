using System.CommandLine;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Output;

/// <summary>One line about work that goes on: rewritten every second where a person watches, a new line now and then in a file.</summary>
internal static class LiveLine
{
    private static readonly TimeSpan TerminalTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FileTick = TimeSpan.FromSeconds(10);

    public static async Task ShowAsync(ParseResult parsed, Task work, Func<string> describe)
    {
        var console = Terminal.Error(parsed);
        if (console.Profile.Out.IsTerminal && console.Profile.Capabilities.Interactive)
        {
            await console.Status().StartAsync(
                describe(), async context => await TickAsync(work, TerminalTick, () => context.Status = Markup.Escape(describe())));
        }
        else
        {
            await TickAsync(work, FileTick, () => parsed.InvocationConfiguration.Error.WriteLine(describe()));
        }
    }

    private static async Task TickAsync(Task work, TimeSpan period, Action show)
    {
        using var ticks = new PeriodicTimer(period);
        while (await Task.WhenAny(work, ticks.WaitForNextTickAsync(CancellationToken.None).AsTask()) != work)
        {
            show();
        }

        await work;
    }
}
