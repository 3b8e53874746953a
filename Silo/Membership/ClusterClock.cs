using System.Globalization;
using LaunchStack.Metrics.Silo.Configuration;
using Npgsql;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>
/// Compares this machine's clock with the database's, which all silos of a cluster share. A silo whose clock is off looks to the others like one that
/// has said nothing for as long, its votes like old ones, and it stamps and judges samples by that clock.
/// </summary>
internal sealed partial class ClusterClock(SiloConfiguration configuration, TimeProvider time, ILogger<ClusterClock> logger)
{
    private const string Remedy = "synchronize the clocks of this machine and the database's (NTP)";

    // Well within what a silo may say nothing in the membership table.
    internal static readonly TimeSpan Refused = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);

    /// <summary>Refuses a clock that is far off, and warns of one that is off.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="ClusterRefusedException">It is far off.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var (before, database, after) = await ReadAsync(cancellationToken);
        var ahead = before > database ? before - database : TimeSpan.Zero;
        var behind = database > after ? database - after : TimeSpan.Zero;
        var (skew, way) = ahead > behind ? (ahead, "ahead of") : (behind, "behind");
        if (skew >= Refused)
        {
            throw new ClusterRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"this machine's clock is {skew.TotalSeconds:0} s {way} the database's, {Refused.TotalSeconds:0} s or more: {Remedy}"));
        }

        if (skew >= Noticeable)
        {
            LogOff(skew.TotalSeconds, way, Remedy);
        }
    }

    private async Task<(DateTimeOffset Before, DateTimeOffset Database, DateTimeOffset After)> ReadAsync(CancellationToken cancellationToken)
    {
        // Without a pool, which would keep the connection for the one question.
        var address = new NpgsqlConnectionStringBuilder(configuration.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var before = time.GetUtcNow();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (before, reader.GetFieldValue<DateTimeOffset>(0), time.GetUtcNow());
    }

    [LoggerMessage(2201, LogLevel.Warning, "This machine's clock is {Seconds:0.0} s {Way} the database's: {Remedy}")]
    private partial void LogOff(double seconds, string way, string remedy);
}
