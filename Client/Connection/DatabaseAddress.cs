using System.Data.Common;
using LaunchStack.Metrics.Configuration;
using Npgsql;

namespace LaunchStack.Metrics.Client.Connection;

/// <summary>Reads <see cref="MetricsClientOptions.Database"/>, which is a URL or a connection string.</summary>
internal static class DatabaseAddress
{
    /// <exception cref="DatabaseUrlException">The URL is wrong.</exception>
    public static string ToConnectionString(string database) =>
        database.Contains("://", StringComparison.Ordinal) ? DatabaseUrl.ToConnectionString(database) : database;

    /// <summary>Null where the address can be read, else what is wrong with it. Never shows the password.</summary>
    public static string? FindFault(string database)
    {
        if (string.IsNullOrWhiteSpace(database))
        {
            return "must not be empty";
        }

        try
        {
            var connectionString = ToConnectionString(database);
            DatabaseUrl.Describe(connectionString);
            return FindFaultOfKeywords(connectionString);
        }
        catch (DatabaseUrlException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Keyword by keyword, since Npgsql's own message may quote a value.</summary>
    private static string? FindFaultOfKeywords(string connectionString)
    {
        var known = new NpgsqlConnectionStringBuilder();
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        foreach (string keyword in given.Keys)
        {
            try
            {
                known[keyword] = given[keyword];
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException)
            {
                return IsKnown(keyword) ? $"keyword \"{keyword}\" has a value that it cannot have" : $"keyword {Show(keyword)} is unknown";
            }
        }

        return string.IsNullOrEmpty(known.Host) ? "Host must not be empty" : null;
    }

    private static bool IsKnown(string keyword)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder().TryGetValue(keyword, out _);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // A password with a semicolon that was not quoted leaves its rest as a keyword. Keywords are words.
    private static string Show(string keyword) =>
        keyword.All(character => char.IsAsciiLetter(character) || character == ' ') ? $"\"{keyword}\"" : "that is not made of letters";
}
