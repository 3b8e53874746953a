namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>A server that somebody else runs: <c>LAUNCHSTACK_TEST_DATABASE</c>.</summary>
internal sealed class ExternalPostgres(string connectionString) : IPostgresHost
{
    public const string Variable = "LAUNCHSTACK_TEST_DATABASE";

    public string Description => Variable;

    public string ConnectionString => connectionString;

    public string? Problem => null;

    public Task StartAsync() => Task.CompletedTask;

    public Task StopAsync(bool crash) => throw new NotSupportedException($"the server of {Variable} is not ours to stop");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
