using LaunchStack.Metrics.Client.Connection;
using LaunchStack.Metrics.Client.Spill;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Client;

internal sealed class MetricsClientOptionsValidator : IValidateOptions<MetricsClientOptions>
{
    private const int MaxLanes = 64;

    // What a timer can wait for.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <exception cref="OptionsValidationException">An option breaks its rule.</exception>
    public static void ThrowIfInvalid(MetricsClientOptions options)
    {
        var result = new MetricsClientOptionsValidator().Validate(null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(nameof(MetricsClientOptions), typeof(MetricsClientOptions), result.Failures);
        }
    }

    public ValidateOptionsResult Validate(string? name, MetricsClientOptions options)
    {
        var failures = new List<string>();

        if (options.Database is null)
        {
            Require(options.Gateways is { Count: > 0 }, nameof(options.Gateways), options.Gateways?.Count, "must name at least one gateway");
            foreach (var gateway in options.Gateways ?? [])
            {
                Require(GatewayAddress.TryParse(gateway, out _), nameof(options.Gateways), gateway, GatewayAddress.Rule);
            }
        }
        else if (DatabaseAddress.FindFault(options.Database) is { } fault)
        {
            // The value may hold a password, so it is not shown.
            failures.Add($"{nameof(options.Database)}: {fault}");
        }

        Require(!string.IsNullOrWhiteSpace(options.ClusterId), nameof(options.ClusterId), options.ClusterId, "must not be empty");
        Require(!string.IsNullOrWhiteSpace(options.ServiceId), nameof(options.ServiceId), options.ServiceId, "must not be empty");
        Require(IsWithin(options.ConnectTimeout, TimeSpan.Zero), nameof(options.ConnectTimeout), options.ConnectTimeout, "must be from 0 to 24 days");
        Require(IsAbove(options.ResponseTimeout), nameof(options.ResponseTimeout), options.ResponseTimeout, "must be above 0, to 24 days");
        Require(options.BatchSize is >= 1 and <= PushLimits.MaxSamples, nameof(options.BatchSize), options.BatchSize, $"must be from 1 to {PushLimits.MaxSamples}");
        Require(IsWithin(options.FlushInterval, TimeSpan.Zero), nameof(options.FlushInterval), options.FlushInterval, "must be from 0 to 24 days");
        Require(options.MaxPending >= 1, nameof(options.MaxPending), options.MaxPending, "must be 1 or more");
        Require(options.MaxPendingBytes >= 1, nameof(options.MaxPendingBytes), options.MaxPendingBytes, "must be 1 or more");
        Require(options.Lanes is >= 1 and <= MaxLanes, nameof(options.Lanes), options.Lanes, $"must be from 1 to {MaxLanes}");
        Require(Enum.IsDefined(options.Acknowledgement), nameof(options.Acknowledgement), options.Acknowledgement, "must be Accepted or Durable");
        Require(IsWithinOrInfinite(options.ResendFor), nameof(options.ResendFor), options.ResendFor, "must be from 0 to 24 days, or infinite");
        Require(IsWithinOrInfinite(options.PushTimeout), nameof(options.PushTimeout), options.PushTimeout, "must be from 0 to 24 days, or infinite");
        Require(IsAbove(options.ResendDelay), nameof(options.ResendDelay), options.ResendDelay, "must be above 0, to 24 days");
        Require(IsWithin(options.MaxResendDelay, options.ResendDelay), nameof(options.MaxResendDelay), options.MaxResendDelay, "must be from ResendDelay to 24 days");
        Require(IsAbove(options.ConfirmInterval), nameof(options.ConfirmInterval), options.ConfirmInterval, "must be above 0, to 24 days");
        Require(IsWithin(options.ResendAfter, options.ConfirmInterval), nameof(options.ResendAfter), options.ResendAfter, "must be from ConfirmInterval to 24 days");
        Require(options.SpillDirectory is null || !string.IsNullOrWhiteSpace(options.SpillDirectory), nameof(options.SpillDirectory), options.SpillDirectory, "must not be empty");
        Require(options.SpillMaxBytes >= SpillJournal.MinBytes, nameof(options.SpillMaxBytes), options.SpillMaxBytes, $"must be {SpillJournal.MinBytes} (4 MiB) or more");
        Require(IsWithin(options.DisposeTimeout, TimeSpan.Zero), nameof(options.DisposeTimeout), options.DisposeTimeout, "must be from 0 to 24 days");

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool kept, string option, object? value, string rule)
        {
            if (!kept)
            {
                failures.Add($"{option} is \"{value}\" and {rule}");
            }
        }
    }

    private static bool IsAbove(TimeSpan value) => value > TimeSpan.Zero && value <= Longest;

    private static bool IsWithin(TimeSpan value, TimeSpan least) => value >= least && value <= Longest;

    private static bool IsWithinOrInfinite(TimeSpan value) => value == Timeout.InfiniteTimeSpan || IsWithin(value, TimeSpan.Zero);
}
