using System.Globalization;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Silo.Api.Live;
using Microsoft.OpenApi;

namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>
/// What a parameter means and which values it takes. Parameters are read as texts, so that a wrong one is answered with its rule; what they are
/// is said here.
/// </summary>
/// <param name="Text">For people.</param>
/// <param name="Schema">For machines.</param>
/// <param name="Sample">One that works.</param>
internal sealed record ParameterDescription(string Text, OpenApiSchema Schema, string? Sample = null)
{
    private static readonly Dictionary<string, ParameterDescription> All = new()
    {
        ["id"] = new("The instance.", new() { Type = JsonSchemaType.String, Format = "uuid" }, "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
        ["from"] = new("The oldest moment; where there are buckets, the first is the one in which it lies. Default: some time before `to`.", Time(), "2026-11-26T00:00:00Z"),
        ["to"] = new("What begins at this moment or later is left out. Default: now.", Time(), "2026-11-27T00:00:00Z"),
        ["before"] = new("A time, or `next` of an earlier answer. Default: from the newest.", new() { Type = JsonSchemaType.String }),
        ["cursor"] = new("`next` of an earlier answer. Default: from the first.", new() { Type = JsonSchemaType.String }),
        [InstanceList.Field] = new(
            "Instances, with commas between them. A URL has room for about 200; for all of them where it may be left out.",
            new() { Type = JsonSchemaType.String },
            "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
        ["by"] = new("What instances are ranked by: mean CPU, mean memory, mean memory as a share of the limit, or bytes received and sent. Default: cpu.", OneOf<UsageMeasure>()),
        ["percentiles"] = new("Whether to compute percentiles, too, which takes longer. Default: false.", OneOf(["true", "false"])),
        ["name"] = new("A part of the name, in upper or lower case; no pattern. Default: all.", new() { Type = JsonSchemaType.String, MaxLength = InstanceInfo.MaxNameLength }, "web"),
        ["limit"] = new("How many items at the most.", Count(IInstanceQueryGrain.MaxLimit)),
        ["points"] = new("How many points are wanted at the most.", Count(RangeQuery.MaxPoints)),
        ["last"] = new("With how many of the newest samples to begin. Default: 1.", Count(LiveEndpoints.MaxLast, least: 0)),
        [LiveEndpoints.LastEventId] = new("The `id` of the last event that came, to go on after it. Default: from the newest.", new() { Type = JsonSchemaType.String }),
        ["ack"] = new("What a push waits for. Default: accepted.", OneOf<Acknowledgement>()),
        ["resolution"] = new("How fine the points are. Default: the finest that has no more points than wanted.", OneOf<Resolution>()),
        ["fill"] = new("What there is for buckets without samples. Default: none.", OneOf<GapFill>()),
        ["tz"] = new("A time zone of the IANA database, whose days are meant. Default: UTC.", new() { Type = JsonSchemaType.String }, "Europe/Berlin"),
        ["period"] = new("How far back. Default: 1h.", OneOf([.. StatsEndpoints.PeriodNames])),
    };

    /// <summary>Describes a parameter that is known.</summary>
    public static void Apply(OpenApiParameter parameter)
    {
        if (parameter.Name is { } name && All.TryGetValue(name, out var description))
        {
            (parameter.Description, parameter.Schema) = (description.Text, description.Schema);
            parameter.Example = description.Sample is { } sample ? JsonValue.Create(sample) : null;
        }
    }

    private static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    private static OpenApiSchema Count(int most, int least = 1) =>
        new() { Type = JsonSchemaType.Integer, Minimum = least.ToString(CultureInfo.InvariantCulture), Maximum = most.ToString(CultureInfo.InvariantCulture) };

    private static OpenApiSchema OneOf<TEnum>()
        where TEnum : struct, Enum => OneOf([.. Parameters.NamesOf<TEnum>()]);

    private static OpenApiSchema OneOf(string[] names) => new() { Type = JsonSchemaType.String, Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name))] };
}
