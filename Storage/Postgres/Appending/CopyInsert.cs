using LaunchStack.Metrics.Storage.Appending;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>The fast way in: COPY, for rows of which none should be stored yet.</summary>
internal static class CopyInsert
{
    /// <summary>Writes the batch's rows; false where one of them is stored already, which ends the transaction.</summary>
    public static async Task<bool> RunAsync(AppendTransaction append, AppendBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Rows.Count == 0)
        {
            return true;
        }

        using var rows = new CopyRows(batch.Rows, batch.Instances.Count);
        try
        {
            await append.CopyAsync("append-copy", rows.Bytes, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
        catch (PostgresException failure)
        {
            throw PostgresErrors.TranslateInsert(failure);
        }
    }
}
