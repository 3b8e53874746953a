using LaunchStack.Metrics.Configuration;

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
            DatabaseUrl.Describe(ToConnectionString(database));
            return null;
        }
        catch (DatabaseUrlException exception)
        {
            return exception.Message;
        }
    }
}
