using LaunchStack.Metrics.Client.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Client;

/// <summary>Adds LaunchStack Metrics to an app.</summary>
public static class MetricsClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds one <see cref="MetricsClient"/> for the whole app. It connects when the host starts, and the start fails where no gateway
    /// answers in time; it delivers what is pending when the host stops. Samples may be added before it is connected.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets the options; null: the defaults, or what the app configures elsewhere.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddMetricsClient(this IServiceCollection services, Action<MetricsClientOptions>? configure = null)
    {
        var options = services.AddOptions<MetricsClientOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MetricsClientOptions>, MetricsClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new MetricsClient(
            provider.GetRequiredService<IOptions<MetricsClientOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddHostedService<MetricsClientHostedService>();
        return services;
    }
}
