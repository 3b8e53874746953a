namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Reads the parameter that names several instances.</summary>
internal static class InstanceList
{
    public const string Field = "instances";

    /// <summary>The instances, in the order given.</summary>
    /// <param name="text">GUIDs with commas between them.</param>
    /// <param name="most">How many there may be.</param>
    public static Guid[] Read(string? text, int most)
    {
        var ids = (text ?? throw new InvalidRequestException(Field, "is required")).Split(',', StringSplitOptions.TrimEntries);
        if (ids.Length > most)
        {
            throw new InvalidRequestException(Field, $"must be 1 to {most} instances, not {ids.Length}");
        }

        return [.. ids.Select(id => Guid.TryParseExact(id, "D", out var instance) && instance != Guid.Empty
            ? instance
            : throw new InvalidRequestException(Field, "must be GUIDs other than the empty one, with commas between them"))];
    }
}
