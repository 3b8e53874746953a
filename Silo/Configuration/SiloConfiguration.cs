using System.Net;
using LaunchStack.Metrics.Configuration;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>Everything the silo is started with, read and checked before anything starts.</summary>
/// <param name="Service">Options under <c>Metrics:</c>.</param>
/// <param name="Cluster">Options under <c>Cluster:</c>.</param>
/// <param name="Lifecycle">Options under <c>Metrics:</c> that the database keeps: those that are set.</param>
/// <param name="ConnectionString">The PostgreSQL database; null for the embedded one.</param>
/// <param name="SchemaConnectionString">The same database, as a role that may change the schema; null: as the same role.</param>
internal sealed record SiloConfiguration(
    ServiceOptions Service,
    ClusterSettings Cluster,
    IReadOnlyDictionary<LifecycleValue, TimeSpan> Lifecycle,
    string? ConnectionString,
    string? SchemaConnectionString)
{
    private const string DatabaseUrlVariable = "DATABASE_URL";
    private const string SchemaUrlVariable = "SCHEMA_DATABASE_URL";

    public static SiloConfiguration Read(IConfiguration configuration)
    {
        var service = Bind<ServiceOptions>(LifecycleConfiguration.Without(configuration), MetricsOptions.Section);
        var cluster = Bind<ClusterSettings>(configuration, ClusterSettings.Section);
        var lifecycle = LifecycleConfiguration.Read(configuration);
        if (service.Validate().Concat(cluster.Validate()).FirstOrDefault(line => line.Length > 0) is { } broken)
        {
            throw new ConfigurationException(broken);
        }

        if (!service.IsOpen && cluster.ListenAddress is { } listen && !IPAddress.IsLoopback(IPAddress.Parse(listen)))
        {
            throw new ConfigurationException(
                $"{ClusterSettings.Section}:{nameof(ClusterSettings.ListenAddress)} is {listen}: must be a loopback address unless Metrics:ApiKey or Metrics:AllowAnonymous is set");
        }

        var connectionString = ReadUrl(configuration, DatabaseUrlVariable)
            ?? (configuration.GetConnectionString("Metrics") is { Length: > 0 } text ? ConnectionStringCheck.Of(text) : null);
        var schemaConnectionString = ReadUrl(configuration, SchemaUrlVariable);
        return schemaConnectionString is not null && connectionString is null
            ? throw new ConfigurationException($"{SchemaUrlVariable} is set: must come with {DatabaseUrlVariable}, which names the same database for the samples")
            : new SiloConfiguration(service, cluster, lifecycle, connectionString, schemaConnectionString);
    }

    private static string? ReadUrl(IConfiguration configuration, string variable)
    {
        if (configuration[variable] is not { Length: > 0 } url)
        {
            return null;
        }

        try
        {
            return DatabaseUrl.ToConnectionString(url);
        }
        catch (DatabaseUrlException exception)
        {
            throw new ConfigurationException($"{variable}: {exception.Message}");
        }
    }

    private static T Bind<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>(options => options.ErrorOnUnknownConfiguration = true) ?? new T();
        }
        catch (InvalidOperationException exception)
        {
            throw new ConfigurationException(BindingError.Describe(section, exception));
        }
    }
}
