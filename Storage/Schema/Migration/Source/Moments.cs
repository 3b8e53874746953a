using System.Globalization;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>Times as microseconds since 1970, which is what rows are sorted by.</summary>
internal static class Moments
{
    /// <summary>2000-01-01: where PostgreSQL's time begins.</summary>
    private const long PostgresEpoch = 946_684_800_000_000;

    // What a timestamp of .NET can be; beyond lie PostgreSQL's infinities and years that no sample has.
    private static readonly long Latest = Timestamps.ToUnixMicroseconds(DateTimeOffset.MaxValue);

    /// <summary>From PostgreSQL's binary format; null for what no sample can have.</summary>
    public static long? FromPostgres(long? value) =>
        value is { } moment and >= -PostgresEpoch && moment <= Latest - PostgresEpoch ? moment + PostgresEpoch : null;

    public static long Of(DateTimeOffset moment) => Timestamps.ToUnixMicroseconds(moment);

    public static DateTimeOffset ToTime(long microseconds) => Timestamps.FromUnixMicroseconds(microseconds);

    /// <summary>As a literal of SQL, whatever the session's settings.</summary>
    public static string Literal(long microseconds) =>
        $"TIMESTAMPTZ '{ToTime(microseconds).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00'";
}
