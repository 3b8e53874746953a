using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>
/// Ends what a connection runs when its caller is gone or its time is over. SQLite itself asks, on the thread that runs the statement: unlike an
/// interrupt from another thread, the answer can neither be lost because nothing runs yet, nor hit what the connection is used for next.
/// </summary>
internal sealed class StatementWatch : IDisposable
{
    // Some 20 µs of work; but each step may have to read a page from a slow disk.
    private const int StepsBetween = 1_000;

    private readonly sqlite3 _handle;
    private readonly TimeSpan? _limit;
    private readonly CancellationToken _cancellationToken;
    private readonly long _end;

    /// <summary>Begins to watch.</summary>
    /// <param name="connection">The connection; open, and to stay so until this is disposed.</param>
    /// <param name="limit">How long all its statements together may take; null: as long as they want.</param>
    /// <param name="cancellationToken">Fires when the caller is gone.</param>
    public StatementWatch(SqliteConnection connection, TimeSpan? limit, CancellationToken cancellationToken)
    {
        (_handle, _limit, _cancellationToken) = (connection.Handle!, limit, cancellationToken);
        _end = limit is { } most ? Environment.TickCount64 + (long)most.TotalMilliseconds : long.MaxValue;
        raw.sqlite3_progress_handler(_handle, StepsBetween, _ => IsOver ? 1 : 0, null);
    }

    /// <summary>Why a statement was ended.</summary>
    public Exception Reason => _limit is { } limit && !_cancellationToken.IsCancellationRequested
        ? new QueryTimeoutException(limit)
        : new OperationCanceledException(_cancellationToken);

    private bool IsOver => _cancellationToken.IsCancellationRequested || Environment.TickCount64 > _end;

    public void Dispose() => raw.sqlite3_progress_handler(_handle, 0, null, null);
}
