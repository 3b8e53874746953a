using System.Globalization;
using CsvHelper;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Cli.Export;

/// <summary>CSV (RFC 4180) under a line of column names, which an export without samples has, too.</summary>
internal sealed class CsvExport : IExportWriter
{
    private static readonly string[] Columns = ["timestamp", "cpu_usage", "memory_usage", "memory_limit", "network_in", "network_out"];

    private readonly TextWriter _output;
    private readonly CsvWriter _csv;

    public CsvExport(TextWriter output, bool withInstance)
    {
        _output = output;
        _csv = CsvWriter.Create(output, new CsvWriterOptions(), leaveOpen: true);
        _csv.WriteHeader(withInstance ? ["instance_id", .. Columns] : Columns);
    }

    public ValueTask WriteAsync(ExportRow row, CancellationToken cancellationToken)
    {
        if (row.InstanceId is { } instanceId)
        {
            _csv.WriteField(instanceId.ToString());
        }

        _csv.WriteField(Rfc3339.Format(row.Timestamp));

        // The shortest text that is read as the same number again.
        _csv.WriteField(row.CpuUsage.ToString("R", CultureInfo.InvariantCulture));
        Write(row.MemoryUsage);
        Write(row.MemoryLimit);
        Write(row.NetworkIn);
        Write(row.NetworkOut);
        return _csv.EndRecordAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _csv.DisposeAsync();
        await _output.FlushAsync();
    }

    private void Write(long number) => _csv.WriteField(number.ToString(CultureInfo.InvariantCulture));
}
