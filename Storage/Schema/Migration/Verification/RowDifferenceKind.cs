using System.Text.Json.Serialization;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What is wrong with a row.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RowDifferenceKind>))]
public enum RowDifferenceKind
{
    /// <summary>The target lacks it.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing = 0,

    /// <summary>The target has another value.</summary>
    [JsonStringEnumMemberName("differing")]
    Differing = 1,

    /// <summary>In the source it is deleted, or its instance is gone.</summary>
    [JsonStringEnumMemberName("deleted")]
    Deleted = 2,

    /// <summary>It repeats a row: of the same instance and time, or with another row's values under a time that the source does not have.</summary>
    [JsonStringEnumMemberName("doubled")]
    Doubled = 3,

    /// <summary>Neither the source nor the service can have written it.</summary>
    [JsonStringEnumMemberName("unexpected")]
    Unexpected = 4,
}
