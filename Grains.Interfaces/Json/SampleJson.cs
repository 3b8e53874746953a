using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Json;

/// <summary>
/// Reads one sample from JSON and, where it is wrong, says which field breaks which rule, so that a bad sample costs only
/// itself. <c>timestamp</c> is required; every other number defaults to 0, as the table's columns do.
/// </summary>
public static class SampleJson
{
    private const string WholeNumber = "must be a whole number from 0 to 9223372036854775807";

    /// <summary>Reads a sample.</summary>
    /// <param name="element">A JSON object.</param>
    /// <param name="withInstance">Whether the object must name its instance in <c>instance_id</c>.</param>
    /// <param name="instanceId">The instance; empty where it is not asked for.</param>
    /// <param name="sample">The sample.</param>
    /// <returns>Null, or the field and the rule it breaks, at index 0.</returns>
    public static RejectedSample? Read(JsonElement element, bool withInstance, out Guid instanceId, out Sample sample)
    {
        instanceId = Guid.Empty;
        sample = default;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Wrong("sample", "must be a JSON object");
        }

        var seen = SampleFields.None;
        foreach (var property in element.EnumerateObject())
        {
            var value = property.Value;
            var name = NameOf(property);
            var field = FieldOf(name, withInstance);
            if (field == SampleFields.None)
            {
                return Wrong(name, "is not a field of a sample");
            }

            if ((seen & field) != 0)
            {
                return Wrong(name, "must be given once");
            }

            seen |= field;
            switch (field)
            {
                case SampleFields.InstanceId:
                    if (!TryReadText(value, out var id) || id.Length != 36 || !Guid.TryParseExact(id, "D", out instanceId) || instanceId == Guid.Empty)
                    {
                        return Wrong(name, "must be a GUID other than the empty one");
                    }

                    break;
                case SampleFields.Timestamp:
                    if (!TryReadText(value, out var time) || !Rfc3339.TryParse(time, out var timestamp))
                    {
                        return Wrong(name, Rfc3339.Rule);
                    }

                    sample = sample with { Timestamp = Timestamps.Floor(timestamp) };
                    break;
                case SampleFields.CpuUsage:
                    if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var cpu) || !SampleLimits.IsCpuUsage(cpu))
                    {
                        return Wrong(name, SampleLimits.CpuRule);
                    }

                    sample = sample with { CpuUsage = cpu };
                    break;
                default:
                    if (!TryReadCount(value, out var count))
                    {
                        return Wrong(name, WholeNumber);
                    }

                    sample = With(sample, field, count);
                    break;
            }
        }

        if (withInstance && (seen & SampleFields.InstanceId) == 0)
        {
            return Wrong("instance_id", "is required");
        }

        return (seen & SampleFields.Timestamp) == 0 ? Wrong("timestamp", "is required") : null;
    }

    private static Sample With(in Sample sample, SampleFields field, long count) => field switch
    {
        SampleFields.MemoryUsage => sample with { MemoryUsage = count },
        SampleFields.MemoryLimit => sample with { MemoryLimit = count },
        SampleFields.NetworkIn => sample with { NetworkIn = count },
        _ => sample with { NetworkOut = count },
    };

    private static SampleFields FieldOf(string name, bool withInstance) => name switch
    {
        "instance_id" when withInstance => SampleFields.InstanceId,
        "timestamp" => SampleFields.Timestamp,
        "cpu_usage" => SampleFields.CpuUsage,
        "memory_usage" => SampleFields.MemoryUsage,
        "memory_limit" => SampleFields.MemoryLimit,
        "network_in" => SampleFields.NetworkIn,
        "network_out" => SampleFields.NetworkOut,
        _ => SampleFields.None,
    };

    private static bool TryReadCount(JsonElement value, out long number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number) && number >= 0;
    }

    // Half of a surrogate pair is valid JSON and no text: reading it throws.
    private static bool TryReadText(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        try
        {
            text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
        }

        return text is not null;
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private static RejectedSample Wrong(string field, string rule) => new(0, field, rule);

    [Flags]
    private enum SampleFields
    {
        None = 0,
        InstanceId = 1,
        Timestamp = 2,
        CpuUsage = 4,
        MemoryUsage = 8,
        MemoryLimit = 16,
        NetworkIn = 32,
        NetworkOut = 64,
    }
}
