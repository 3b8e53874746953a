using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Json;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack latest</c>: the newest sample of every instance, or of some.</summary>
internal static class LatestCommand
{
    private const int PageSize = 1_000;

    private static readonly Argument<Guid[]> Instances = InstanceArgument.CreateMany("The instances, GUIDs. Default: all that are registered.");

    public static Command Create() => QueryCommand.Create(
        new Command("latest", "Show the newest sample of every instance, or of some.") { Instances },
        async (parsed, client, cancellationToken) => new ListPage<LatestRow>(
            parsed.GetValue(Instances) is { Length: > 0 } ids ? await OfAsync(client, ids, cancellationToken) : await OfAllAsync(client, cancellationToken), null),
        ToTable);

    private static async Task<IReadOnlyList<LatestRow>> OfAllAsync(MetricsClient client, CancellationToken cancellationToken)
    {
        var rows = new List<LatestRow>();
        Guid? next = null;
        do
        {
            var latest = await client.GetFleetLatestAsync(PageSize, next, cancellationToken);
            var named = await client.ListInstancesAsync(PageSize, next, cancellationToken);
            var names = named.Items.ToDictionary(instance => instance.Id, instance => instance.Name);
            rows.AddRange(latest.Items.Select(sample => LatestRow.From(sample, names.GetValueOrDefault(sample.InstanceId, ""))));
            next = latest.Next;
        }
        while (next is not null);

        return rows;
    }

    /// <exception cref="UnknownInstanceException">There is no such instance; one without samples is left out.</exception>
    private static async Task<IReadOnlyList<LatestRow>> OfAsync(MetricsClient client, Guid[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length > IFleetQueryGrain.MaxLimit)
        {
            throw new UsageException($"ID: at most {IFleetQueryGrain.MaxLimit} instances, not {ids.Length}");
        }

        var latest = await client.GetLatestAsync(ids, cancellationToken);
        foreach (var silent in ids.Except(latest.Select(sample => sample.InstanceId)))
        {
            await client.GetInstanceAsync(silent, cancellationToken);
        }

        var rows = new List<LatestRow>();
        foreach (var sample in latest)
        {
            rows.Add(LatestRow.From(sample, await InstanceNames.OfAsync(client, sample.InstanceId, cancellationToken)));
        }

        return rows;
    }

    private static Table ToTable(IReadOnlyList<LatestRow> rows)
    {
        var table = Tables.Create(
            "Instance", "Name", "Time (UTC)", ">CPU (% of a core)", ">Memory", ">Share (%)", ">Network in (since previous)", ">Network out (since previous)");
        foreach (var row in rows)
        {
            table.Add(
                row.InstanceId.ToString(),
                row.Name,
                Rfc3339.Format(row.Timestamp),
                Tables.Percent(row.CpuUsage),
                HumanBytes.Format(row.MemoryUsage),
                Tables.Percent(row.MemoryShare),
                HumanBytes.Format(row.NetworkIn),
                HumanBytes.Format(row.NetworkOut));
        }

        return table;
    }
}
