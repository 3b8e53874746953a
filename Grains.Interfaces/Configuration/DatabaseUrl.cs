using System.Data.Common;
using System.Globalization;

namespace LaunchStack.Metrics.Configuration;

/// <summary>
/// The one way from a PostgreSQL URL, as libpq defines it, to a connection string for Npgsql. What cannot be carried over
/// exactly is refused, since a parameter that is silently dropped may be the one that made the connection safe.
/// </summary>
public static class DatabaseUrl
{
    /// <summary>The port of a host that names none.</summary>
    public const int DefaultPort = 5432;

    /// <summary>
    /// Converts a URL such as <c>postgresql://user:password@host:5432/database?sslmode=require</c>. Every part may be
    /// percent-encoded; several hosts are separated by commas; an empty host is <c>localhost</c>; a host that starts with
    /// a slash is the folder of a Unix socket. A parameter may be given once, and not beside the part that it stands for.
    /// </summary>
    /// <param name="databaseUrl">The URL.</param>
    /// <returns>A connection string for Npgsql. It holds the password.</returns>
    /// <exception cref="DatabaseUrlException">The URL is wrong; the message names the part and the rule.</exception>
    public static string ToConnectionString(string databaseUrl)
    {
        ArgumentNullException.ThrowIfNull(databaseUrl);
        var url = UrlParts.Parse(databaseUrl);
        var result = new DbConnectionStringBuilder();
        UrlHosts.Add(result, url);
        AddIfAny(result, "Database", url.Take("dbname"));
        AddIfAny(result, "Username", url.Take("user"));
        AddIfAny(result, "Password", url.Take("password"));
        UrlParameters.Add(result, url);
        return result.ConnectionString;
    }

    /// <summary>Where a connection string leads, to be shown and logged: <c>host:port/database</c>, without secrets.</summary>
    /// <param name="connectionString">A connection string for Npgsql.</param>
    /// <exception cref="DatabaseUrlException">It is not a list of keywords and values.</exception>
    public static string Describe(string connectionString)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            // The inner message may quote the string, and with it the password.
            throw new DatabaseUrlException("connection string must be a list of keyword=value, separated by semicolons");
        }

        var host = First(parts, "Host", "Server") ?? "localhost";
        var port = First(parts, "Port") ?? DefaultPort.ToString(CultureInfo.InvariantCulture);
        var hosts = host.Split(',').Select(each => UrlHosts.HasPort(each) ? each : UrlHosts.Join(each, port));
        return $"{string.Join(',', hosts)}/{First(parts, "Database", "DB") ?? First(parts, "Username", "User Name", "User Id", "UserId", "UID")}";
    }

    private static string? First(DbConnectionStringBuilder parts, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (parts.TryGetValue(name, out var value) && value is string { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    private static void AddIfAny(DbConnectionStringBuilder result, string keyword, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            result[keyword] = value;
        }
    }
}
