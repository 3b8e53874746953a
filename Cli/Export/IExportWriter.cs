namespace LaunchStack.Metrics.Cli.Export;

/// <summary>Writes exported samples, each as soon as it comes; disposing writes what is left.</summary>
internal interface IExportWriter : IAsyncDisposable
{
    ValueTask WriteAsync(ExportRow row, CancellationToken cancellationToken);
}
