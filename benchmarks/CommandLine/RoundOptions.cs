using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>The options of every benchmark that measures in rounds.</summary>
internal sealed class RoundOptions
{
    public const int MaxRounds = 100;
    private const int LeastRounds = 3;

    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = $"How often everything is measured, {LeastRounds} to {MaxRounds}; the median counts.",
        HelpName = "count",
        CustomParser = Parsers.Number(LeastRounds, MaxRounds),
        DefaultValueFactory = _ => LeastRounds,
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "A PostgreSQL server, as a superuser; the benchmark makes databases of its own there and drops them. Default: a private server from this machine's binaries.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Add(_rounds);
        command.Add(_database);
        JsonOption.AddTo(command);
    }

    public int Rounds(ParseResult parsed) => parsed.GetValue(_rounds);

    public string? Database(ParseResult parsed) => parsed.GetValue(_database);
}
