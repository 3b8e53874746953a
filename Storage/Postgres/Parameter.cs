using Npgsql;
using NpgsqlTypes;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>Typed parameters; the types are named because they cannot be told from empty arrays and nulls.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Uuids(IEnumerable<Guid> values) => Array(NpgsqlDbType.Uuid, values);

    public static NpgsqlParameter Texts(IEnumerable<string?> values) => Array(NpgsqlDbType.Text, values);

    public static NpgsqlParameter Longs(IEnumerable<long> values) => Array(NpgsqlDbType.Bigint, values);

    public static NpgsqlParameter Doubles(IEnumerable<double> values) => Array(NpgsqlDbType.Double, values);

    public static NpgsqlParameter Times(IEnumerable<DateTimeOffset> values) =>
        Array(NpgsqlDbType.TimestampTz, values.Select(value => value.UtcDateTime));

    public static NpgsqlParameter OptionalTimes(IEnumerable<DateTimeOffset?> values) =>
        Array(NpgsqlDbType.TimestampTz, values.Select(value => value?.UtcDateTime));

    public static NpgsqlParameter Spans(IEnumerable<TimeSpan> values) => Array(NpgsqlDbType.Interval, values);

    public static NpgsqlParameter Span(TimeSpan value) => new NpgsqlParameter<TimeSpan> { TypedValue = value };

    /// <summary>A time limit as settings of the server take it.</summary>
    public static NpgsqlParameter Milliseconds(TimeSpan value) => Text(((long)value.TotalMilliseconds).ToString(null, null));

    public static NpgsqlParameter Time(DateTimeOffset value) =>
        new NpgsqlParameter<DateTime> { NpgsqlDbType = NpgsqlDbType.TimestampTz, TypedValue = value.UtcDateTime };

    public static NpgsqlParameter Uuid(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value };

    public static NpgsqlParameter Uuid(Guid? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = value is { } id ? id : DBNull.Value };

    public static NpgsqlParameter Integer(int value) => new NpgsqlParameter<int> { TypedValue = value };

    public static NpgsqlParameter Long(long value) => new NpgsqlParameter<long> { TypedValue = value };

    /// <summary>An array, or null for none at all.</summary>
    public static NpgsqlParameter OptionalLongs(IEnumerable<long>? values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = values is null ? DBNull.Value : values.ToArray() };

    public static NpgsqlParameter OptionalTime(DateTimeOffset? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = value is { } moment ? moment.UtcDateTime : DBNull.Value };

    public static NpgsqlParameter OptionalText(string? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value is null ? DBNull.Value : value };

    public static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value };

    private static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType element, IEnumerable<T> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | element, TypedValue = values.ToArray() };
}
