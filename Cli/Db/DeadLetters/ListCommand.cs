using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Formatting;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Storage;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Db.DeadLetters;

/// <summary><c>launchstack db deadletter list</c>: what was refused, and why; changes nothing.</summary>
internal static class ListCommand
{
    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "How many at the most, 1 to 10000.",
        CustomParser = Parsers.Number(1, 10_000),
        DefaultValueFactory = _ => 100,
    };

    private static readonly Option<long?> After = new("--after")
    {
        Description = "The key after which to start. Default: at the first.",
        HelpName = "key",
        CustomParser = Parsers.Key,
    };

    public static Command Create()
    {
        var command = new Command("list", "List what was refused, and why; a file also while its silo runs.") { Limit, After, LetterKeys.Instance };
        DatabaseOption.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (selection, limit, after) = (new DeadLetterSelection { InstanceId = parsed.GetValue(LetterKeys.Instance) }, parsed.GetValue(Limit), parsed.GetValue(After));
        var (letters, total) = await DatabaseOption.Read(parsed).ReadDeadLettersAsync(
            async list => (
                await list.DeadLettersAsync(selection, limit + 1, after, cancellationToken),
                await list.CountDeadLettersAsync(selection, cancellationToken)),
            cancellationToken);
        var shown = letters.Take(limit).ToList();
        var next = letters.Count > limit ? shown[^1].Key : (long?)null;
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, new ListPage<LetterBody>([.. shown.Select(LetterBody.Of)], next?.ToString(null, null)));
            return ExitCode.Done;
        }

        if (shown.Count > 0)
        {
            Terminal.Wide(parsed).Write(ToTable(shown));
        }

        await parsed.InvocationConfiguration.Error.WriteLineAsync(
            total == 0 ? "no dead letters" : $"{shown.Count} of {total} dead letters{(next is { } key ? $"; more with --after {key}" : "")}");
        return ExitCode.Done;
    }

    private static Table ToTable(List<DeadLetter> letters)
    {
        var table = Tables.Create(">Key", "Refused (UTC)", "Instance", "Time (UTC)", ">CPU %", ">Memory", ">In", ">Out", "Reason");
        foreach (var letter in letters)
        {
            var sample = letter.Sample.Pending.Sample;
            table.Add(
                $"{letter.Key}",
                Rfc3339.Format(letter.RefusedAt),
                $"{letter.Sample.InstanceId}",
                Rfc3339.Format(sample.Timestamp),
                Tables.Percent(sample.CpuUsage),
                HumanBytes.Format(sample.MemoryUsage),
                HumanBytes.Format(sample.NetworkIn),
                HumanBytes.Format(sample.NetworkOut),
                letter.TooLate ? $"{letter.Reason} (too late to retry)" : letter.Reason);
        }

        return table;
    }
}
