using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Models;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>Readings as a table or as JSON lines on standard output, everything else on standard error.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="always">Whether the table is wanted where no person watches.</param>
internal sealed class RoundOutput(ParseResult parsed, bool always) : IRoundOutput
{
    private readonly IAnsiConsole _console = Terminal.Wide(parsed);

    public void Show(string noun, IReadOnlyList<ContainerReading> readings, DeliveryResult? delivery)
    {
        if (JsonOption.IsSet(parsed))
        {
            foreach (var reading in readings)
            {
                JsonOutput.Write(parsed, ReadingRow.From(reading));
            }
        }
        else if (always || _console.Profile.Out.IsTerminal)
        {
            _console.Write(ToTable(readings));
        }

        foreach (var problem in delivery?.Problems ?? [])
        {
            Say(problem);
        }

        Say(delivery is null
            ? $"{noun}: {readings.Count}"
            : $"{noun}: {readings.Count}, accepted {delivery.Accepted}, rejected {delivery.Rejected}{(delivery.Waiting == 0 ? "" : $", waiting {delivery.Waiting}")}");
    }

    public void Say(string line) => parsed.InvocationConfiguration.Error.WriteLine(line);

    private static Table ToTable(IReadOnlyList<ContainerReading> readings)
    {
        var table = Tables.Create("Instance", "Name", ">CPU (% of a core)", ">Memory / limit", ">Network in (counter)", ">Network out (counter)");
        foreach (var (instanceId, name, _, _, sample, network) in readings)
        {
            table.Add(
                instanceId.ToString(),
                name,
                Tables.Percent(sample.CpuUsage),
                $"{HumanBytes.Format(sample.MemoryUsage)} / {HumanBytes.Format(sample.MemoryLimit)}",
                Counter(network, sample.NetworkIn),
                Counter(network, sample.NetworkOut));
        }

        return table;
    }

    private static string Counter(NetworkMode network, long value) => network == NetworkMode.Cumulative ? HumanBytes.Format(value) : "";
}
