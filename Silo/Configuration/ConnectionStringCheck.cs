using Npgsql;

namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>Refuses a connection string that Npgsql would refuse later, by keyword and never by value.</summary>
internal static class ConnectionStringCheck
{
    private const string Name = "ConnectionStrings:Metrics";

    public static string Of(string connectionString)
    {
        if (connectionString.Contains("://", StringComparison.Ordinal))
        {
            throw new ConfigurationException($"{Name} is a URL: must be keywords such as Host=…;Database=…; a URL goes into DATABASE_URL");
        }

        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
            return connectionString;
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(exception.ParamName is { Length: > 0 } keyword
                ? $"{Name}: {keyword} is not a keyword of Npgsql, or its value is wrong"
                : $"{Name} must be keywords and values such as Host=…;Database=…, separated by semicolons");
        }
        catch (FormatException)
        {
            throw new ConfigurationException($"{Name} has a value that is not of its keyword's type");
        }
    }
}
