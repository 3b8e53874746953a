using System.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Push;

/// <summary>A progress bar where a person watches: bytes read of a file, or lines where the size is not known.</summary>
internal static class PushProgress
{
    public static async Task RunAsync(ParseResult parsed, Stream input, Func<Action<PushSummary>, Task> work)
    {
        var console = Terminal.Error(parsed);
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Interactive)
        {
            await work(_ => { });
            return;
        }

        var size = input.CanSeek ? input.Length : (long?)null;
        ProgressColumn[] columns = size is null
            ? [new TaskDescriptionColumn(), new SpinnerColumn(), new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new RemainingTimeColumn()];
        await console.Progress().AutoClear(true).Columns(columns).StartAsync(async context =>
        {
            var task = context.AddTask("pushing", maxValue: size ?? double.MaxValue);
            await work(summary =>
            {
                task.Value = size is null ? summary.Lines : input.Position;
                task.Description = $"{summary.Lines} lines";
            });
        });
    }
}
