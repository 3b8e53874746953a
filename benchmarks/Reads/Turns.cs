using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>Asks the service and the database by turns, about several instances; what they need is in memory by then.</summary>
/// <param name="grains">The service.</param>
/// <param name="sql">The database.</param>
/// <param name="instances">Which instances.</param>
/// <param name="turns">How often each is asked.</param>
internal sealed class Turns(IGrainFactory grains, PlainSql sql, IReadOnlyList<Guid> instances, int turns)
{
    private const int ShareOfFleet = 10;

    public async Task<TurnFigures> RunAsync(ReadQuestion question, CancellationToken cancellationToken)
    {
        var rows = 0;
        foreach (var instance in instances)
        {
            var now = TimeProvider.System.GetUtcNow();
            rows = await question.Ask(grains, instance, now, cancellationToken);
            var expected = await question.AskSql(sql, instance, now, cancellationToken);
            if (rows == 0 || rows != expected)
            {
                throw new FailureException($"{question.Name}: {rows} rows instead of {expected}");
            }
        }

        // New processes and connections are slow at first, both of them.
        // What is about all instances takes long, and needs no many turns to be told from noise.
        var count = question.IsFleet ? Math.Max(2, turns / ShareOfFleet) : turns;
        await TakeAsync(question, Math.Max(instances.Count, count / 2), cancellationToken);
        var (service, plain) = await TakeAsync(question, count, cancellationToken);
        return new TurnFigures(rows, service.Median(), plain.Median());
    }

    private async Task<(List<double> Service, List<double> Sql)> TakeAsync(ReadQuestion question, int count, CancellationToken cancellationToken)
    {
        var (service, plain) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < count; turn++)
        {
            var instance = instances[turn % instances.Count];
            var now = TimeProvider.System.GetUtcNow();
            if (turn % 2 == 0)
            {
                service.Add(await TimeAsync(() => question.Ask(grains, instance, now, cancellationToken)));
            }

            plain.Add(await TimeAsync(() => question.AskSql(sql, instance, now, cancellationToken)));
            if (turn % 2 == 1)
            {
                service.Add(await TimeAsync(() => question.Ask(grains, instance, now, cancellationToken)));
            }
        }

        return (service, plain);
    }

    private static async Task<double> TimeAsync(Func<Task> ask)
    {
        var start = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
