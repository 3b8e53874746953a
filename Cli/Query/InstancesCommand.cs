using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Instances;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Client;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>launchstack instances</c>: the registered instances, all of them unless a name or a limit is given.</summary>
internal static class InstancesCommand
{
    private const int PageSize = 1_000;

    private static readonly Option<string> Name = new("--name")
    {
        Description = "Only those with this text in their names, in upper or lower case. Default: all.",
        HelpName = "text",
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "How many at the most. Default: all.",
        CustomParser = Parsers.Number(1, int.MaxValue),
    };

    public static Command Create() => QueryCommand.Create(
        new Command("instances", "List the registered instances; create, rename or delete one.")
        {
            Name,
            Limit,
            CreateInstanceCommand.Create(),
            RenameInstanceCommand.Create(),
            DeleteInstanceCommand.Create(),
        },
        AskAsync,
        ToTable);

    private static async Task<ListPage<InstanceInfo>> AskAsync(ParseResult parsed, MetricsClient client, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(Name);
        var limit = parsed.GetResult(Limit) is null ? int.MaxValue : parsed.GetValue(Limit);
        var instances = new List<InstanceInfo>();
        Guid? next = null;
        do
        {
            var count = Math.Min(PageSize, limit - instances.Count);
            var page = name is null
                ? await client.ListInstancesAsync(count, next, cancellationToken)
                : await client.ListInstancesAsync(name, count, next, cancellationToken);
            instances.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null && instances.Count < limit);

        return new(instances, next?.ToString());
    }

    private static Table ToTable(IReadOnlyList<InstanceInfo> instances)
    {
        var table = Tables.Create("Instance", "Name", "Registered (UTC)");
        foreach (var instance in instances)
        {
            table.Add(instance.Id.ToString(), instance.Name, Rfc3339.Format(instance.CreatedAt));
        }

        return table;
    }
}
