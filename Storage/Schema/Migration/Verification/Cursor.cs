using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>A sorted stream of rows that is looked at one ahead.</summary>
/// <typeparam name="T">What a row is.</typeparam>
/// <param name="stream">The stream, which goes with the cursor.</param>
/// <param name="read">Reads a row.</param>
internal sealed class Cursor<T>(RowStream stream, Func<NpgsqlDataReader, T> read) : IAsyncDisposable
    where T : struct
{
    /// <summary>The row at hand; null at the end.</summary>
    public T? Current { get; private set; }

    /// <summary>Goes to the next row.</summary>
    public async ValueTask AdvanceAsync(CancellationToken cancellationToken) =>
        Current = await stream.ReadAsync(cancellationToken).ConfigureAwait(false) ? read(stream.Reader) : null;

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
