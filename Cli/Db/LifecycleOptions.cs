using System.CommandLine;
using System.Text.Json;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>One option for each value of the database's lifecycle; what is not given stays as the database has it.</summary>
internal static class LifecycleOptions
{
    private static readonly Dictionary<LifecycleValue, Option<TimeSpan>> Options = LifecycleValue.All.ToDictionary(value => value, Create);

    public static void AddTo(Command command)
    {
        foreach (var option in Options.Values)
        {
            command.Add(option);
        }
    }

    /// <summary>The values that were given.</summary>
    public static IReadOnlyDictionary<LifecycleValue, TimeSpan> Read(ParseResult parsed) => Options
        .Where(item => parsed.GetResult(item.Value) is not null)
        .ToDictionary(item => item.Key, item => parsed.GetValue(item.Value));

    private static Option<TimeSpan> Create(LifecycleValue value) => new($"--{JsonNamingPolicy.KebabCaseLower.ConvertName(value.Option)}")
    {
        Description = $"Metrics:{value.Option}, {Parsers.FormatExactly(value.Least)} to {Parsers.FormatExactly(value.Most)}. Default: as the database has it, {Parsers.FormatExactly(value.Get(new Lifecycle()))} in a new one.",
        HelpName = "duration",
        CustomParser = Parsers.Duration(value.Least, value.Most),
    };
}
