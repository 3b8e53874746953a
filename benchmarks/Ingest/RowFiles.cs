using LaunchStack.Metrics.Benchmarks.Databases;

namespace LaunchStack.Metrics.Benchmarks.Ingest;

/// <summary>
/// The rows of a table as files of the server, one for each transaction, made and read by the server itself: what COPY takes to read them is as little
/// as it can be.
/// </summary>
internal sealed class RowFiles : IAsyncDisposable
{
    private const string Columns = "id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out";

    private readonly BenchmarkDatabase _source;
    private readonly string _folder;
    private readonly string _name = $"launchstack-{Guid.NewGuid():n}";
    private readonly int _rowsPerFile;
    private readonly List<string> _written = [];

    private RowFiles(BenchmarkDatabase source, string folder, int rowsPerFile) => (_source, _folder, _rowsPerFile) = (source, folder, rowsPerFile);

    /// <summary>How many rows there are.</summary>
    public long Rows { get; private init; }

    /// <summary>How many files they make.</summary>
    public int Count => (int)((Rows + _rowsPerFile - 1) / _rowsPerFile);

    /// <summary>Numbers a table's rows by their time.</summary>
    public static async Task<RowFiles> NumberAsync(BenchmarkDatabase source, int rowsPerFile, CancellationToken cancellationToken)
    {
        await source.ExecuteAsync(SqlFile.Read("number-rows"), cancellationToken);
        await source.ExecuteAsync("CREATE INDEX ON numbered_rows (number)", cancellationToken);
        var folder = await source.ListAsync<string>("SHOW data_directory", cancellationToken);
        var rows = await source.NumberAsync("SELECT count(*) FROM numbered_rows", cancellationToken);
        return new RowFiles(source, folder[0], rowsPerFile) { Rows = rows };
    }

    /// <summary>Writes the files; those of the order before are gone then.</summary>
    public async Task WriteAsync(RowOrder order, CancellationToken cancellationToken)
    {
        await RemoveAsync(cancellationToken);
        for (var number = 0; number < Count; number++)
        {
            var first = (long)number * _rowsPerFile;
            var rows = $"SELECT {Columns} FROM numbered_rows WHERE number >= {first} AND number < {first + _rowsPerFile} ORDER BY {order.Columns}";
            _written.Add(FileOf(number));
            await _source.ExecuteAsync($"COPY ({rows}) TO '{FileOf(number)}' (FORMAT BINARY)", cancellationToken);
        }
    }

    /// <summary>Copies one file into a table of the same shape, as one transaction.</summary>
    /// <returns>How many rows it had.</returns>
    public async Task<long> CopyAsync(int number, BenchmarkDatabase target, CancellationToken cancellationToken)
    {
        await target.ExecuteAsync($"COPY resource_usage ({Columns}) FROM '{FileOf(number)}' (FORMAT BINARY)", cancellationToken);
        return Math.Min(_rowsPerFile, Rows - ((long)number * _rowsPerFile));
    }

    public async ValueTask DisposeAsync() => await RemoveAsync(CancellationToken.None);

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        foreach (var file in _written)
        {
            await _source.ExecuteAsync($"COPY (SELECT) TO PROGRAM 'cat >/dev/null; rm -f ''{file}'''", cancellationToken);
        }

        _written.Clear();
    }

    private string FileOf(int number) => $"{_folder}/{_name}-{number}";
}
