using System.Net.Sockets;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>The one place that says what the driver's exceptions mean.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether an exception is the database's or the way there, so that <see cref="Translate"/> applies.</summary>
    public static bool IsFailure(Exception exception) =>
        exception is NpgsqlException or TimeoutException or SocketException or IOException;

    /// <summary>What the callers of the store get instead.</summary>
    public static Exception Translate(Exception exception) => exception switch
    {
        PostgresException refusal when IsAboutData(refusal.SqlState) => Refusal(refusal),
        _ => new StoreUnavailableException(Advice(exception) is { } advice ? $"{Describe(exception)}; {advice}" : Describe(exception)),
    };

    /// <summary>
    /// What the caller of a query gets instead: that it takes too long, or cannot be answered, is no outage, and asking again is no help. A query
    /// that an operator cancels is told the same: he does not want it back.
    /// </summary>
    /// <param name="exception">What happened.</param>
    /// <param name="limit">How long the query may take.</param>
    public static Exception TranslateQuery(Exception exception, TimeSpan limit) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => new QueryTimeoutException(limit),
        PostgresException failure when IsAboutData(failure.SqlState) => new QueryFailedException(Describe(failure)),
        _ => Translate(exception),
    };

    /// <summary>What the database or the driver said, in one line without secrets.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        PostgresException failure => $"{failure.SqlState}: {failure.MessageText}",
        { InnerException: { } inner } => $"{exception.Message}: {inner.Message}",
        _ => exception.Message,
    };

    /// <summary>What the user can do about it; null where that is not known.</summary>
    public static string? Advice(Exception exception) => exception switch
    {
        PostgresException failure => failure.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                "correct user and password in the database's address, or let the role in (pg_hba.conf)",
            PostgresErrorCodes.InvalidCatalogName => "create the database, or correct its name in the database's address",
            PostgresErrorCodes.TooManyConnections => "raise max_connections on the server, or use fewer silos",
            PostgresErrorCodes.InsufficientPrivilege => "use the role that owns the tables, or have it grant what is missing (launchstack db setup)",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction => "run launchstack db setup",
            PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable => "try again when the database is less busy",
            _ => null,
        },
        { InnerException: SocketException or TimeoutException } or SocketException => "check host and port, and that the server runs and is reachable from here",
        _ => null,
    };

    /// <summary>
    /// What the callers get for a failure of the statement that inserts rows. An internal error is the rows' there: a bug that some value
    /// brings about comes again each time, and taken for unavailability it would block all samples behind it for ever. Other statements
    /// see no values, and damage (XX001, XX002) is the table's.
    /// </summary>
    public static Exception TranslateInsert(PostgresException failure) =>
        failure.SqlState == PostgresErrorCodes.InternalError ? Refusal(failure) : Translate(failure);

    /// <summary>
    /// Whether a refusal is worth a second attempt before it is believed: some internal errors are no bug but a race with a change of the
    /// schema, such as "tuple concurrently updated", and must cost no sample.
    /// </summary>
    public static bool MayPass(StoreDataException refusal) =>
        refusal.InnerException is PostgresException { SqlState: PostgresErrorCodes.InternalError };

    // Cardinality, data, integrity, check option, a trigger's own refusal, a row too large. Everything else - connections, locks,
    // resources, a missing table or privilege - can be put right without changing the samples, which must not be given up for it.
    private static bool IsAboutData(string sqlState) =>
        sqlState[..2] is "21" or "22" or "23" or "44" or "54" or "P0";

    private static StoreDataException Refusal(PostgresException refusal) => new($"{refusal.SqlState}: {refusal.MessageText}", refusal);
}
