using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Storage;
using Microsoft.Extensions.Configuration;

namespace LaunchStack.Metrics.Architecture.Tests.Deployment;

/// <summary>The options that a silo gets from its environment, read as the silo reads them: a name or a value that is wrong stops its start.</summary>
internal static class SiloEnvironment
{
    /// <summary>What is wrong with it, a line each; empty where nothing is.</summary>
    /// <param name="variables">The variables by name, as they are set.</param>
    public static IEnumerable<string> Faults(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var values = variables.ToDictionary(variable => variable.Key.Replace("__", ":", StringComparison.Ordinal), variable => (string?)variable.Value, StringComparer.OrdinalIgnoreCase);
        var lifecycle = LifecycleValue.All.Select(value => $"Metrics:{value.Option}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.Where(value => !lifecycle.Contains(value.Key))).Build();
        return
        [
            .. Bind<ServiceOptions>(configuration, "Metrics", options => options.Validate()),
            .. Bind<ClusterSettings>(configuration, "Cluster", options => options.Validate()),
        ];
    }

    private static IEnumerable<string> Bind<T>(IConfigurationRoot configuration, string section, Func<T, IEnumerable<string>> validate)
        where T : class, new()
    {
        try
        {
            return [.. validate(configuration.GetSection(section).Get<T>(options => options.ErrorOnUnknownConfiguration = true) ?? new T()).Where(line => line.Length > 0)];
        }
        catch (InvalidOperationException exception)
        {
            return [exception.Message];
        }
    }
}
