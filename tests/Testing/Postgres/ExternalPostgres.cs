using LaunchStack.Metrics.Configuration;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>A server that somebody else runs, such as the one of <c>LAUNCHSTACK_TEST_DATABASE</c>.</summary>
internal sealed class ExternalPostgres(string connectionString) : IPostgresHost
{
    public const string Variable = "LAUNCHSTACK_TEST_DATABASE";

    public string Description => DatabaseUrl.Describe(connectionString);

    public string ConnectionString => connectionString;

    public string? Problem => null;

    /// <summary>A server by its URL or its connection string.</summary>
    public static ExternalPostgres At(string address) =>
        new(address.Contains("://", StringComparison.Ordinal) ? DatabaseUrl.ToConnectionString(address) : address);

    public Task StartAsync() => Task.CompletedTask;

    public Task StopAsync(bool crash) => throw new NotSupportedException($"{Description} is not ours to stop");

    public Task FreezeAsync(bool frozen) => throw new NotSupportedException($"{Description} is not ours to freeze");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
