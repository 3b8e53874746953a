using System.Globalization;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage.Schema.Migration;

namespace LaunchStack.Metrics.Cli.Db.Migrate;

/// <summary>The line about a migration that goes on: a bar, how fast, how long it will take, and what it does right now.</summary>
/// <param name="progress">How far it is.</param>
/// <param name="time">The clock.</param>
internal sealed class MigrateLine(MigrationProgress progress, TimeProvider time)
{
    private const int BarWidth = 20;
    private const int LeastPercent = 1;

    private string _unit = "";
    private long _total;
    private long _since;

    public string Describe()
    {
        var (stage, unit, done, total) = (progress.Stage, progress.Unit, progress.Done, progress.Total);
        if (unit != _unit || total != _total)
        {
            (_unit, _total, _since) = (unit, total, time.GetTimestamp());
        }

        if (total == 0)
        {
            return stage;
        }

        var elapsed = time.GetElapsedTime(_since).TotalSeconds;
        var rate = elapsed > 0 ? done / elapsed : 0;
        var share = Math.Min(1, (double)done / total);
        var left = share * 100 >= LeastPercent && rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - done) / rate) : (TimeSpan?)null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Bar.Of(share, 1, BarWidth).PadRight(BarWidth, '·')} {share:P0}  {done} of {total} {unit}, {rate:0} {unit}/s{(left is { } rest ? $", {rest:hh\\:mm\\:ss} left" : "")}  {stage}");
    }
}
