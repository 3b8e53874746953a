using System.CommandLine.Parsing;
using System.Globalization;

namespace LaunchStack.Metrics.Cli.Load.Sending;

/// <summary>Samples per second in all; null: as many as the service takes.</summary>
internal readonly record struct LoadRate(int? PerSecond)
{
    private const int Most = 10_000_000;
    private const string Max = "max";

    public static LoadRate Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
        if (text == Max)
        {
            return default;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) || rate is < 1 or > Most)
        {
            result.AddError($"--rate: \"{text}\" must be a whole number from 1 to {Most}, or {Max}");
        }

        return new LoadRate(rate);
    }
}
