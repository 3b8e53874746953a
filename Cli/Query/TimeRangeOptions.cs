using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>--from</c> and <c>--to</c>.</summary>
internal sealed class TimeRangeOptions
{
    private readonly Option<DateTimeOffset> _from;
    private readonly Option<DateTimeOffset> _to;

    public TimeRangeOptions(string from, string to) => (_from, _to) = (Create("--from", from), Create("--to", to));

    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_to);
    }

    /// <summary>The range that was given; it ends now, and is as long as usual, where nothing else is said.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Of(ParseResult parsed, TimeSpan usual)
    {
        var to = parsed.GetResult(_to) is null ? TimeProvider.System.GetUtcNow() : parsed.GetValue(_to);
        return (parsed.GetResult(_from) is null ? Before(to, usual) : parsed.GetValue(_from), to);
    }

    private static Option<DateTimeOffset> Create(string name, string description) =>
        new(name) { Description = description, HelpName = "time", CustomParser = Parsers.TimeFrom1970 };

    // No sample is older than 1970, and a time before it would be refused though nobody gave one.
    private static DateTimeOffset Before(DateTimeOffset to, TimeSpan range) =>
        to - DateTimeOffset.UnixEpoch < range ? DateTimeOffset.UnixEpoch : to - range;
}
