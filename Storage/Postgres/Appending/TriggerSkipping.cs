using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>
/// Whether the foreign keys' triggers may be passed over (append-capability.sql). Asked now and then: somebody may add a trigger of his own at
/// any time, and must not wait for the next restart to see it fire.
/// </summary>
internal sealed class TriggerSkipping(TimeProvider time)
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(10);

    private long _asked;
    private volatile Answer _answer;

    private enum Answer
    {
        None,
        No,
        Yes,
    }

    /// <summary>The newest answer, asked anew when it is too old.</summary>
    /// <param name="connection">A connection without a transaction.</param>
    /// <param name="statements">The tier's statements.</param>
    /// <param name="changed">Called when the answer is another one than before.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async ValueTask<bool> IsAllowedAsync(
        NpgsqlConnection connection, PostgresStatements statements, Action<bool> changed, CancellationToken cancellationToken)
    {
        if (_answer == Answer.None || time.GetElapsedTime(Volatile.Read(ref _asked)) > Validity)
        {
            var asked = time.GetTimestamp();
            using var command = statements.Command(connection, "append-capability");
            var allowed = (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            var answer = allowed ? Answer.Yes : Answer.No;
            if (_answer != answer)
            {
                changed(allowed);
            }

            _answer = answer;
            Volatile.Write(ref _asked, asked);
        }

        return _answer == Answer.Yes;
    }
}
