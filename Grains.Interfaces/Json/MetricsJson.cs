using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LaunchStack.Metrics.Json;

/// <summary>How the service and the command write JSON: snake_case names, RFC 3339 times in UTC.</summary>
public static class MetricsJson
{
    /// <summary>The options, to be used as they are.</summary>
    public static JsonSerializerOptions Options { get; } = Freeze(Apply(new JsonSerializerOptions()));

    /// <summary>The same on options that something else owns, such as a web host.</summary>
    /// <param name="options">The options to set.</param>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new Rfc3339Converter());
        return options;
    }

    private static JsonSerializerOptions Freeze(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
