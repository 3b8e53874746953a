using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>The one place that says what SQLite's errors mean.</summary>
internal static class SqliteErrors
{
    private const int Interrupt = 9;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int OutOfRange = 25;
    private const int NoDatabase = 26;

    /// <summary>Whether the file is something else.</summary>
    public static bool IsNoDatabase(SqliteException exception) => exception.SqliteErrorCode == NoDatabase;

    /// <summary>Whether a <see cref="StatementWatch"/> ended the statement.</summary>
    public static bool IsInterrupt(SqliteException exception) => exception.SqliteErrorCode == Interrupt;

    /// <summary>What the callers of the store get instead. A full disk, a lock or a damaged file is no fault of the samples.</summary>
    public static Exception Translate(SqliteException exception) =>
        exception.SqliteErrorCode is TooBig or Constraint or Mismatch or OutOfRange
            ? new StoreDataException(exception.Message, exception)
            : new StoreUnavailableException(exception.Message);

    /// <summary>What the caller of a query gets instead.</summary>
    public static Exception TranslateQuery(SqliteException exception) =>
        Translate(exception) is StoreDataException failure ? new QueryFailedException(failure.Message) : Translate(exception);
}
