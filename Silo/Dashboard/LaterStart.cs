using LaunchStack.Metrics.Silo.Health;

namespace LaunchStack.Metrics.Silo.Dashboard;

/// <summary>Starts a service once the silo has started: services start side by side here, and this one calls grains at once.</summary>
/// <param name="service">The service; disposed with this one.</param>
/// <param name="state">Says when.</param>
internal sealed class LaterStart(IHostedService service, SiloState state) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await service.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        (service as IDisposable)?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await state.Started.WaitAsync(stoppingToken);
        await service.StartAsync(stoppingToken);
    }
}
