using System.CommandLine;
using System.Globalization;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>The option that says what is written beside: as much as the service takes, a rate, or nothing.</summary>
internal sealed class LoadOption
{
    private const int Most = 10_000_000;
    private const string Max = "max";
    private const string None = "none";

    private readonly Option<string> _option = new("--load")
    {
        Description = $"How many samples a second are pushed beside, 1 to {Most}, {Max} (as many as the service takes) or {None}.",
        HelpName = $"{Max}|rate|{None}",
        DefaultValueFactory = _ => Max,
    };

    public LoadOption() => _option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is { } text && text is not (Max or None) && RateOf(text) is null)
        {
            result.AddError($"--load: \"{text}\" must be a whole number from 1 to {Most}, {Max} or {None}");
        }
    });

    public void AddTo(Command command) => command.Add(_option);

    public bool IsNone(ParseResult parsed) => parsed.GetValue(_option) == None;

    /// <summary>Samples a second; null: as many as the service takes.</summary>
    public int? Rate(ParseResult parsed) => RateOf(parsed.GetValue(_option)!);

    private static int? RateOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= Most ? rate : null;
}
