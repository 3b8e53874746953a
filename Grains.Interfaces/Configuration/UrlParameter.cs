using System.Globalization;

namespace LaunchStack.Metrics.Configuration;

/// <summary>One libpq parameter that Npgsql has too.</summary>
/// <param name="Keyword">Npgsql's keyword.</param>
/// <param name="Rule">What a value must be, to be read after the parameter's name.</param>
/// <param name="Convert">Npgsql's value; null where the value breaks the rule.</param>
internal sealed record UrlParameter(string Keyword, string Rule, Func<string, string?> Convert)
{
    public static UrlParameter Text(string keyword) => new(keyword, "must not be empty", value => value);

    public static UrlParameter Number(string keyword, int from, int to) => new(
        keyword,
        string.Create(CultureInfo.InvariantCulture, $"must be a whole number of seconds from {from} to {to}"),
        value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number.ToString(CultureInfo.InvariantCulture)
            : null);

    public static UrlParameter Choice(string keyword, params (string Theirs, string Ours)[] values) => new(
        keyword,
        $"must be one of {string.Join(", ", values.Select(value => value.Theirs))}",
        value => Array.Find(values, each => each.Theirs == value).Ours);
}
