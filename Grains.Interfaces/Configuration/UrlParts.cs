namespace LaunchStack.Metrics.Configuration;

/// <summary>
/// A database URL taken apart and decoded, everything under libpq's parameter names. Messages name parts and never show what is
/// in them: a password with an unescaped character in it may end up in any part.
/// </summary>
internal sealed class UrlParts
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Parameters that nobody has taken yet.</summary>
    public IEnumerable<string> Names => _values.Keys;

    public static UrlParts Parse(string url)
    {
        url = url.Trim();
        var scheme = Array.Find(Schemes, scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            ?? throw new DatabaseUrlException("scheme must be postgresql:// or postgres://, as in postgresql://user:password@host:5432/database");
        var rest = url[scheme.Length..];
        if (rest.Contains('#', StringComparison.Ordinal))
        {
            throw new DatabaseUrlException("'#' must be written as %23");
        }

        var (beforeQuery, query) = Cut(rest, '?');
        var (authority, path) = Cut(beforeQuery, '/');
        var at = rest.Count(character => character == '@');
        if (at > 1 || (at == 1 && !authority.Contains('@', StringComparison.Ordinal)))
        {
            throw new DatabaseUrlException("user name and password must have '@' written as %40, '/' as %2F and '?' as %3F, and so must everything after the host");
        }

        var parts = new UrlParts();
        parts.AddAuthority(authority);
        parts.Add("dbname", PercentEncoding.Decode(path ?? "", "database"), "database");
        foreach (var pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(pair, '=');
            name = PercentEncoding.Decode(name, "parameter name");
            parts.Add(name, PercentEncoding.Decode(value ?? throw new DatabaseUrlException($"parameter {Show(name)} must have a value, as in name=value"), Show(name)), Show(name));
        }

        return parts;
    }

    /// <summary>A parameter's value, which is then taken; null where it is absent or empty.</summary>
    public string? Take(string name) => _values.Remove(name, out var value) ? value : null;

    /// <summary>A parameter's name as messages may show it: only what looks like a name.</summary>
    public static string Show(string name) =>
        name.Length is > 0 and <= 40 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') ? name : "(name not shown)";

    private void AddAuthority(string authority)
    {
        var (user, hosts) = Cut(authority, '@');
        if (hosts is null)
        {
            hosts = user;
        }
        else
        {
            var (name, password) = Cut(user, ':');
            Add("user", PercentEncoding.Decode(name, "user name"), "user name");
            Add("password", PercentEncoding.Decode(password ?? "", "password"), "password");
        }

        UrlHosts.Split(hosts, out var names, out var ports);
        Add("host", PercentEncoding.Decode(names, "host"), "host");
        Add("port", ports, "port");
    }

    private void Add(string name, string value, string shown)
    {
        if (value.Length > 0 && !_values.TryAdd(name, value))
        {
            throw new DatabaseUrlException($"{shown} must be given once");
        }
    }

    private static (string Before, string? After) Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
