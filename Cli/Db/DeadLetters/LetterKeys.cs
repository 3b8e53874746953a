using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Cli.Db.DeadLetters;

/// <summary>Which dead letters to retry or to drop: by their keys, or by what they have in common. Never all of them by an oversight.</summary>
internal static class LetterKeys
{
    private static readonly Argument<long[]> Keys = new("KEY")
    {
        Description = "Letters by their keys, as list shows them.",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = Parsers.Keys,
    };

    private static readonly Option<bool> All = new("--all") { Description = "All letters." };

    private static readonly Option<DateTimeOffset?> Before = new("--before")
    {
        Description = "Letters that were refused before that.",
        HelpName = "time",
        CustomParser = Parsers.OptionalTime,
    };

    /// <summary>An instance whose letters alone are meant.</summary>
    public static readonly Option<Guid?> Instance = new("--instance")
    {
        Description = "Letters of this instance.",
        HelpName = "id",
        CustomParser = result => Parsers.InstanceId(result),
    };

    public static void AddTo(Command command)
    {
        command.Add(Keys);
        command.Add(All);
        command.Add(Instance);
        command.Add(Before);
    }

    /// <summary>Reads what was given.</summary>
    /// <exception cref="UsageException">Nothing was, or keys and something else.</exception>
    public static DeadLetterSelection Read(ParseResult parsed)
    {
        var keys = parsed.GetValue(Keys) is { Length: > 0 } given ? given.Distinct().ToList() : null;
        var selection = new DeadLetterSelection { Keys = keys, InstanceId = parsed.GetValue(Instance), RefusedBefore = parsed.GetValue(Before) };
        return (keys is not null) != (parsed.GetValue(All) || selection.InstanceId is not null || selection.RefusedBefore is not null)
            ? selection
            : throw new UsageException("which letters? Give their keys, or one of --all, --instance and --before");
    }
}
