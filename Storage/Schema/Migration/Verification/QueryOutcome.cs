using System.Text.Json.Serialization;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>How a query's results on both sides compare.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QueryOutcome>))]
public enum QueryOutcome
{
    /// <summary>They are the same.</summary>
    [JsonStringEnumMemberName("same")]
    Same = 0,

    /// <summary>They differ.</summary>
    [JsonStringEnumMemberName("different")]
    Different = 1,

    /// <summary>They cannot be the same, because the service has stored samples of its own in the time asked for.</summary>
    [JsonStringEnumMemberName("incomparable")]
    Incomparable = 2,
}
