using LaunchStack.Metrics.Grains.Balance;
using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Grains.Ingest;
using LaunchStack.Metrics.Grains.Instances;
using LaunchStack.Metrics.Grains.Maintenance;
using LaunchStack.Metrics.Grains.Placement;
using LaunchStack.Metrics.Grains.Queries;
using LaunchStack.Metrics.Grains.Settings;
using LaunchStack.Metrics.Grains.Tail;
using LaunchStack.Metrics.Grains.Telemetry;
using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace LaunchStack.Metrics.Grains.Hosting;

/// <summary>Adds the service's grains and its writer to a silo.</summary>
public static class MetricsGrainsExtensions
{
    /// <summary>
    /// Adds what the grains need, but for an <see cref="ISampleStore"/>, <see cref="MetricsOptions"/> and a grain storage named
    /// <see cref="StateStorage.Name"/>, which the host chooses.
    /// </summary>
    /// <param name="silo">The silo.</param>
    public static ISiloBuilder AddMetricsGrains(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SampleCounters>();
        services.AddSingleton<ISampleTotals>(provider => provider.GetRequiredService<SampleCounters>());
        services.AddSingleton<IRefusals>(provider => provider.GetRequiredService<SampleCounters>());
        services.AddSingleton<CommitInstruments>();
        services.AddSingleton<QueryInstruments>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, TailInstruments>();
        services.AddSingleton<QueryLimiter>();
        services.AddSingleton<StoreAnswers>();
        services.AddSingleton<InstanceTails>();
        services.AddSingleton<StoredUsage>();
        services.AddSingleton<FleetTails>();
        services.AddSingleton<SiloChanges>();
        services.AddSingleton<FleetRanking>();
        services.AddSingleton<FleetSlices>();
        services.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, WriterInstruments>();
        services.AddSingleton<StoreWatch>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, StoreInstruments>();
        services.AddSingleton<WriterQueue>();
        services.AddSingleton<WriteMarks>();
        services.AddSingleton<TailRegistry>();
        services.AddSingleton<FlushClock>();
        services.AddSingleton<PresentInstances>();
        services.AddSingleton<LeftInstances>();
        services.AddSingleton<SampleIntake>();
        services.AddSingleton<InstanceLookups>();
        services.AddSingleton<InstanceRegistry>();
        services.AddSingleton<InstanceReferences>();
        services.AddSingleton<OlderSilos>();
        services.AddSingleton<SiloProcesses>();
        services.AddSingleton<InstancePlaces>();
        services.AddSingleton<IOutgoingGrainCallFilter, MovedInstanceRetry>();
        services.AddSingleton<TombstoneCache>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<TombstoneCache>());
        services.AddSingleton<StoreRetry>();
        services.AddSingleton<IWriterHealth>(provider => provider.GetRequiredService<StoreRetry>());
        services.AddSingleton<DeadLetterOffice>();
        services.AddSingleton<SampleCommitter>();
        services.AddSingleton<LateSplit>();
        services.AddSingleton<SampleWriter>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, WriterLifecycle>();
        services.AddSingleton<StoreMaintenance>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<StoreMaintenance>());
        services.AddSingleton<FlushIntervalCache>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<FlushIntervalCache>());
        return silo;
    }

    /// <summary>Has silos of a cluster hand instances to those that have fewer.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="interval">How often each looks.</param>
    public static ISiloBuilder AddInstanceBalancing(this ISiloBuilder silo, TimeSpan interval)
    {
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => ActivatorUtilities.CreateInstance<InstanceBalancer>(provider, interval));
        return silo;
    }

    /// <summary>Keeps grain state in the store's own documents (<see cref="IGrainStateStore"/>).</summary>
    /// <param name="silo">The silo.</param>
    public static ISiloBuilder AddStoreGrainStorage(this ISiloBuilder silo)
    {
        silo.Services.AddGrainStorage(StateStorage.Name, (provider, _) => new StoreGrainStorage(
            provider.GetRequiredService<IGrainStateStore>(), provider.GetRequiredService<IGrainStorageSerializer>()));
        return silo;
    }
}
