namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>What a server runs in.</summary>
internal interface IPostgresHost : IAsyncDisposable
{
    /// <summary>For people.</summary>
    string Description { get; }

    /// <summary>A superuser's connection to the database <c>postgres</c>.</summary>
    string ConnectionString { get; }

    /// <summary>Why the server does not run, when that is known; null while it may.</summary>
    string? Problem { get; }

    /// <summary>Starts it, or starts it again on the same port with the same data.</summary>
    Task StartAsync();

    /// <summary>Stops it as an operator does, or as a crash does.</summary>
    Task StopAsync(bool crash);

    /// <summary>Freezes all its processes, or lets them go on: connections stay open and nothing answers.</summary>
    Task FreezeAsync(bool frozen);
}
