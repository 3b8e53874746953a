using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Api.Documentation;
using LaunchStack.Metrics.Silo.Api.Formats;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Silo.Tests.Support;

/// <summary>A real HTTP server with an export of rows that the test counts, or breaks off.</summary>
internal sealed class ExportHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _read;

    private ExportHost(WebApplication app) => _app = app;

    /// <summary>How many rows were read for callers.</summary>
    public long Read => Interlocked.Read(ref _read);

    /// <summary>Ends when a reading has ended.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts a server.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="breaksOff">Whether the reading fails after the last one.</param>
    /// <param name="timeout">How long a request may take; null: as long as it likes.</param>
    public static async Task<ExportHost> StartAsync(long rows, bool breaksOff = false, TimeSpan? timeout = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddResponseCompression(compression => compression.MimeTypes = AnswerFormats.MediaTypes);
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = timeout });
        var app = builder.Build();
        var host = new ExportHost(app);
        app.UseResponseCompression();
        app.UseRequestTimeouts();
        app.MapGet("/", IResult () => new ExportAnswer<SampleRow>(host.RowsAsync(rows, breaksOff))).Negotiated(Examples.Samples.Items[0]);
        await app.StartAsync();
        return host;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async IAsyncEnumerable<SampleRow> RowsAsync(long rows, bool breaksOff)
    {
        try
        {
            for (var index = 0L; index < rows; index++)
            {
                if (index % 100 == 0)
                {
                    await Task.Yield();
                }

                Interlocked.Increment(ref _read);
                yield return new SampleRow(Guid.Empty, Guid.Empty, DateTimeOffset.UnixEpoch.AddSeconds(index), index, index, index, index, index);
            }

            if (breaksOff)
            {
                throw new StoreUnavailableException("gone");
            }
        }
        finally
        {
            Ended.TrySetResult();
        }
    }
}
