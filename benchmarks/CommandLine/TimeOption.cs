using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>An option that takes a time, such as 30s.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it is for.</param>
/// <param name="standard">Its value where it is not given.</param>
/// <param name="least">Its least value.</param>
/// <param name="most">Its largest value.</param>
internal sealed class TimeOption(string name, string description, TimeSpan standard, TimeSpan least, TimeSpan most)
{
    private readonly Option<TimeSpan> _option = new(name)
    {
        Description = $"{description} Default: {Parsers.FormatExactly(standard)}.",
        HelpName = "time",
        CustomParser = Parsers.Duration(least, most),
    };

    public void AddTo(Command command) => command.Add(_option);

    public TimeSpan Of(ParseResult parsed) => parsed.GetResult(_option) is null ? standard : parsed.GetValue(_option);
}
