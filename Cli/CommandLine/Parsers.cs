using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>Reads arguments, and says what is wrong with one as <c>name: "value" rule</c>.</summary>
internal static class Parsers
{
    private const string InstanceIdRule = "must be a GUID other than the empty one";

    private static readonly (string Suffix, TimeSpan Unit)[] DurationUnits =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public static Guid InstanceId(ArgumentResult result) =>
        Guid.TryParse(Text(result), out var id) && id != Guid.Empty ? id : Fail<Guid>(result, InstanceIdRule);

    /// <summary>Instances, each once, in the order given.</summary>
    public static Guid[] InstanceIds(ArgumentResult result)
    {
        var ids = new List<Guid>();
        foreach (var token in result.Tokens)
        {
            if (!Guid.TryParse(token.Value, out var id) || id == Guid.Empty)
            {
                result.AddError($"{NameOf(result)}: \"{token.Value}\" {InstanceIdRule}");
                return [];
            }

            ids.Add(id);
        }

        return [.. ids.Distinct()];
    }

    public static DateTimeOffset Time(ArgumentResult result) =>
        Rfc3339.TryParse(Text(result), out var moment) ? moment : Fail<DateTimeOffset>(result, Rfc3339.Rule);

    /// <summary>A time that samples can have.</summary>
    public static DateTimeOffset TimeFrom1970(ArgumentResult result) =>
        Time(result) is var moment && moment < DateTimeOffset.UnixEpoch && Rfc3339.TryParse(Text(result), out _)
            ? Fail<DateTimeOffset>(result, "must not be before 1970")
            : moment;

    public static DateTimeOffset? OptionalTime(ArgumentResult result) => Time(result);

    /// <summary>A parser of an enumeration's names as <see cref="NameOf{T}"/> writes them; its numbers are not names.</summary>
    public static T? OneOf<T>(ArgumentResult result)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (NameOf(value) == Text(result))
            {
                return value;
            }
        }

        return Fail<T>(result, $"must be {string.Join(" or ", Enum.GetValues<T>().Select(NameOf))}");
    }

    public static SampleCursor Cursor(ArgumentResult result) =>
        SampleCursorText.TryParse(Text(result), out var cursor) ? cursor : Fail<SampleCursor>(result, SampleCursorText.Rule);

    /// <summary>The key of a dead letter.</summary>
    public static long? Key(ArgumentResult result) => Keys(result) is [.., var key] ? key : null;

    /// <summary>Keys of dead letters.</summary>
    public static long[] Keys(ArgumentResult result)
    {
        var keys = new List<long>();
        foreach (var token in result.Tokens)
        {
            if (!long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var key))
            {
                result.AddError($"{NameOf(result)}: \"{token.Value}\" must be the key of a dead letter, a whole number");
                return [];
            }

            keys.Add(key);
        }

        return [.. keys];
    }

    /// <summary>A parser of whole numbers within bounds.</summary>
    public static Func<ArgumentResult, int> Number(int least, int most) => result =>
        int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : Fail<int>(result, $"must be a whole number from {least} to {most}");

    /// <summary>A parser of durations within bounds: a number and a unit, such as 500ms, 10s, 5m, 1h, 7d.</summary>
    public static Func<ArgumentResult, TimeSpan> Duration(TimeSpan least, TimeSpan most) => result =>
        TryParseDuration(Text(result), out var duration) && duration >= least && duration <= most
            ? duration
            : Fail<TimeSpan>(result, $"must be a number with ms, s, m, h or d, from {Format(least)} to {Format(most)}");

    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        foreach (var (suffix, unit) in DurationUnits)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number <= (decimal)TimeSpan.MaxValue.Ticks / unit.Ticks)
            {
                duration = new TimeSpan((long)(number * unit.Ticks));
                return true;
            }
        }

        duration = default;
        return false;
    }

    /// <summary>A duration as it can be given, in the largest unit that shows it exactly.</summary>
    public static string FormatExactly(TimeSpan duration)
    {
        var (suffix, unit) = DurationUnits.LastOrDefault(candidate => duration.Ticks % candidate.Unit.Ticks == 0, DurationUnits[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / (decimal)unit.Ticks}{suffix}");
    }

    private static string Format(TimeSpan duration)
    {
        var (suffix, unit) = DurationUnits.Last(candidate => candidate.Unit <= duration || candidate.Unit == DurationUnits[0].Unit);
        return string.Create(CultureInfo.InvariantCulture, $"{duration / unit:0.##}{suffix}");
    }

    /// <summary>How a value of an enumeration is written on the command line: lower case, words joined by hyphens.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Text(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;

    private static T Fail<T>(ArgumentResult result, string rule)
        where T : struct
    {
        result.AddError($"{NameOf(result)}: \"{Text(result)}\" {rule}");
        return default;
    }

    private static string NameOf(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
}
