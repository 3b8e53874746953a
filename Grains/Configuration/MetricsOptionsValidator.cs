using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Grains.Configuration;

/// <summary>Stops the start where an option breaks its rule.</summary>
/// <typeparam name="TOptions">The options' type.</typeparam>
public sealed class MetricsOptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : MetricsOptions
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var broken = options.Validate().Where(line => line.Length > 0).ToList();
        return broken.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }
}
