using LaunchStack.Metrics.Benchmarks.Databases;

namespace LaunchStack.Metrics.Benchmarks.Processes;

/// <summary>The processes of the database server, where it runs on this machine.</summary>
internal sealed class ServerProcess
{
    private readonly int? _id;

    private ServerProcess(int? id) => _id = id;

    /// <summary>Seconds of CPU so far.</summary>
    public double? Seconds => _id is { } id ? ProcessTime.OfTree(id) : null;

    /// <summary>Finds them through one of them.</summary>
    public static async Task<ServerProcess> FindAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        var own = await database.ListAsync<int>("SELECT pg_backend_pid()", cancellationToken);
        return new ServerProcess(ProcessTime.ParentOf(own[0], "postgres"));
    }
}
