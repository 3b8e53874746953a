using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests.Support;

/// <summary>A silo that many tests use, and none stops or sets differently.</summary>
/// <param name="environment">How it is set.</param>
public abstract class SharedSilo(IReadOnlyDictionary<string, string?> environment) : IAsyncLifetime
{
    private SiloProcess? _silo;

    public SiloProcess Silo => _silo!;

    public HttpClient Http => Silo.Http;

    public async ValueTask InitializeAsync() => _silo = await SiloProcess.StartAsync(environment);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _silo?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
