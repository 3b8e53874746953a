using System.Text.RegularExpressions;
using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>Turns what the configuration binder throws into one line that names option, value and rule.</summary>
internal static partial class BindingError
{
    public static string Describe(string section, InvalidOperationException exception)
    {
        if (Conversion().Match(exception.Message) is { Success: true } conversion)
        {
            return $"{conversion.Groups["option"].Value} is '{conversion.Groups["value"].Value}': must be {KindOf(conversion.Groups["type"].Value)}";
        }

        return Unknown().Match(exception.Message) is { Success: true } unknown
            ? $"{section}: {unknown.Groups["options"].Value.Trim()} is not an option; see docs/configuration.md for the list"
            : exception.Message.ReplaceLineEndings(" ");
    }

    private static string KindOf(string type) => type switch
    {
        "System.TimeSpan" => "a time span such as 00:00:05",
        "System.Int32" => "a whole number",
        "System.Boolean" => "true or false",
        _ when type.EndsWith(nameof(TierChoice), StringComparison.Ordinal) => "auto, timescale, apache or postgres",
        _ => $"a {type}",
    };

    [GeneratedRegex("Failed to convert configuration value '(?<value>.*)' at '(?<option>.*)' to type '(?<type>.*)'")]
    private static partial Regex Conversion();

    [GeneratedRegex("not found on the instance of .*?: (?<options>.*)$", RegexOptions.Singleline)]
    private static partial Regex Unknown();
}
