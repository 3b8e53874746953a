using LaunchStack.Metrics.Storage;
using Orleans.Storage;

namespace LaunchStack.Metrics.Grains.Settings;

/// <summary>Grain storage on the store's own small documents, for databases that Orleans brings no provider for.</summary>
internal sealed class StoreGrainStorage(IGrainStateStore store, IGrainStorageSerializer serializer) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var document = await store.ReadAsync(stateName, grainId.ToString(), CancellationToken.None);
        grainState.RecordExists = document is not null;
        grainState.ETag = document?.Version.ToString("D", null);
        grainState.State = document is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(new BinaryData(document.Payload));
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = serializer.Serialize(grainState.State).ToArray();
        var version = await store.WriteAsync(stateName, grainId.ToString(), payload, VersionOf(grainState), CancellationToken.None);
        grainState.ETag = (version ?? throw Conflict(grainState)).ToString("D", null);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (VersionOf(grainState) is { } version
            && !await store.ClearAsync(stateName, grainId.ToString(), version, CancellationToken.None))
        {
            throw Conflict(grainState);
        }

        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static long? VersionOf<T>(IGrainState<T> state) =>
        state.ETag is { } tag ? long.Parse(tag, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static InconsistentStateException Conflict<T>(IGrainState<T> state) => new(
        "another activation has written this state", storedEtag: "unknown", currentEtag: state.ETag ?? "none");
}
