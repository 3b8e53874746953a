using System.Diagnostics;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Output;
using LaunchStack.Metrics.Benchmarks.Workload;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Benchmarks.Queries;

/// <summary>Asks the product and the old table by turns, about several instances; what they need is in memory by then.</summary>
/// <param name="database">Where both are.</param>
/// <param name="plan">What they hold.</param>
internal sealed class QueryRunner(BenchmarkDatabase database, WorkloadPlan plan)
{
    private const int Asked = 10;

    // Spread over all instances, and so over all kinds.
    private readonly Guid[] _instances = [.. WorkloadRows.InstancesOf(plan).Where((_, number) => number % Math.Max(1, plan.Instances / Asked) == 0).Select(instance => instance.Id)];

    public async Task<QueryResult> RunAsync(Question question, int rounds, CancellationToken cancellationToken)
    {
        var rows = await WarmUpAsync(question, cancellationToken);
        var news = new List<double>();
        var olds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var (newTimes, oldTimes) = (new List<double>(), new List<double>());
            foreach (var instance in _instances)
            {
                oldTimes.Add(await TimeAsync(question.Old, instance, cancellationToken));
                newTimes.Add(await TimeAsync(question.New, instance, cancellationToken));
            }

            news.Add(newTimes.Median());
            olds.Add(oldTimes.Median());
        }

        return new QueryResult(question.Name, rows, olds.Median(), news.Median(), olds.Zip(news, (old, now) => old / now).Median());
    }

    private async Task<int> WarmUpAsync(Question question, CancellationToken cancellationToken)
    {
        var rows = 0;
        foreach (var instance in _instances)
        {
            rows = await question.New(database, instance, cancellationToken);
            var expected = await question.Old(database, instance, cancellationToken);
            // At the edges a bucket may lie half within the window; the store answers whole hours.
            if (rows == 0 || Math.Abs(rows - expected) > 1)
            {
                throw new FailureException($"{question.Name}: {rows} rows instead of {expected}");
            }
        }

        return rows;
    }

    private async Task<double> TimeAsync(Asking asking, Guid instance, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await asking(database, instance, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
