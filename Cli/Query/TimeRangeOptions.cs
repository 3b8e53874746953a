using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Cli.Query;

/// <summary><c>--from</c> and <c>--to</c>, and <c>--last</c> in place of <c>--from</c>.</summary>
internal sealed class TimeRangeOptions
{
    // As long as hours are answered for: two years.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(IInstanceQueryGrain.MaxHours);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Option<DateTimeOffset> _from;
    private readonly Option<DateTimeOffset> _to;
    private readonly Option<TimeSpan> _last;

    /// <param name="from">What <c>--from</c> means.</param>
    /// <param name="to">What <c>--to</c> means.</param>
    /// <param name="last">What there is without <c>--from</c> and <c>--last</c>.</param>
    public TimeRangeOptions(string from, string to, string last)
    {
        (_from, _to) = (Create("--from", from), Create("--to", to));
        _last = new("--last")
        {
            Description = $"How long before --to, {Parsers.FormatExactly(Shortest)} to {Parsers.FormatExactly(Longest)}, instead of --from. Default: {last}.",
            HelpName = "duration",
            CustomParser = Parsers.Duration(Shortest, Longest),
        };
    }

    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_to);
        command.Add(_last);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_from) is not null && result.GetResult(_last) is not null)
            {
                result.AddError("--from and --last exclude each other");
            }
        });
    }

    /// <summary>The range that was given; it ends now, and is as long as usual, where nothing else is said.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Of(ParseResult parsed, TimeSpan usual)
    {
        var to = parsed.GetResult(_to) is null ? TimeProvider.System.GetUtcNow() : parsed.GetValue(_to);
        if (parsed.GetResult(_last) is not null)
        {
            usual = parsed.GetValue(_last);
        }

        return (parsed.GetResult(_from) is null ? Before(to, usual) : parsed.GetValue(_from), to);
    }

    private static Option<DateTimeOffset> Create(string name, string description) =>
        new(name) { Description = description, HelpName = "time", CustomParser = Parsers.TimeFrom1970 };

    // No sample is older than 1970, and a time before it would be refused though nobody gave one.
    private static DateTimeOffset Before(DateTimeOffset to, TimeSpan range) =>
        to - DateTimeOffset.UnixEpoch < range ? DateTimeOffset.UnixEpoch : to - range;
}
