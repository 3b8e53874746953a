using LaunchStack.Metrics.Benchmarks.Databases;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Deletion;

/// <summary>A way to delete an instance, in a session that may have deleted others before.</summary>
internal delegate Task Deleting(BenchmarkDatabase database, NpgsqlConnection session, Guid instance, CancellationToken cancellationToken);
