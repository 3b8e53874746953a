using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Sqlite;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>Chooses where samples live: the configured PostgreSQL database, or the embedded file.</summary>
internal static class StoreHosting
{
    private const string FileName = "launchstack.db";

    public static void AddStore(this WebApplicationBuilder builder, SiloConfiguration configuration)
    {
        var service = configuration.Service;
        if (configuration.ConnectionString is { } connectionString)
        {
            var options = new PostgresStoreOptions
            {
                Tier = service.Tier,
                // One more for the late lane.
                WriteConnections = service.WriterLanes + 1,

                // Each lane registers, the late lane makes room, and a look-up or a ping must not wait for them.
                IngestConnections = service.WriterLanes + 2,

                // Two more for changes of instances and maintenance.
                QueryConnections = service.QueryConcurrency + 2,
                QueryTimeout = service.QueryTimeout,
                Lifecycle = configuration.Lifecycle,
                AcceptLate = service.AcceptLate,
                SchemaConnectionString = configuration.SchemaConnectionString,
            };
            builder.Services.AddSingleton(provider => StoreFactory.Postgres(
                connectionString, options with { Time = provider.GetRequiredService<TimeProvider>() }, LoggerOf(provider)));
            builder.Services.AddSingleton(provider => StoreFactory.PostgresDoctor(connectionString, options, provider.GetRequiredService<TimeProvider>()));
            return;
        }

        // Its transactions wait for each other; two lanes would hold twice the rows in memory for nothing.
        service.WriterLanes = 1;
        var path = Path.Combine(service.DataDirectory, FileName);
        var sqlite = new SqliteStoreOptions { Lifecycle = configuration.Lifecycle, AcceptLate = service.AcceptLate, QueryTimeout = service.QueryTimeout };
        builder.Services.AddSingleton(provider => StoreFactory.Sqlite(path, provider.GetRequiredService<TimeProvider>(), LoggerOf(provider), sqlite));
        builder.Services.AddSingleton(provider => StoreFactory.SqliteDoctor(path, sqlite, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(provider => provider.GetRequiredService<SqliteStores>().Samples);
        builder.Services.AddSingleton(provider => provider.GetRequiredService<SqliteStores>().GrainState);
    }

    private static ILogger LoggerOf(IServiceProvider provider) => provider.GetRequiredService<ILogger<ISampleStore>>();
}
