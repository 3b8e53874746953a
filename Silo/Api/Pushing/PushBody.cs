using System.Text.Json;
using System.Text.Unicode;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Silo.Api.Pushing;

/// <summary>A push as it came: an array of samples, or an object that holds it and says what the network numbers mean.</summary>
internal sealed class PushBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public List<PushedSample> Samples { get; } = [];

    public List<RejectedSample> Rejected { get; } = [];

    public NetworkMode Network { get; private set; }

    public string Source { get; private set; } = "";

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="instanceId">The instance of the path; null where each sample names its own.</param>
    /// <param name="cancellationToken">Fires when the caller is gone.</param>
    public static async Task<PushBody> ReadAsync(HttpRequest request, Guid? instanceId, CancellationToken cancellationToken)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            throw new BadHttpRequestException("Content-Encoding must be identity", StatusCodes.Status415UnsupportedMediaType);
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        if (bytes.Span.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            throw new InvalidRequestException("body", "must be UTF-8");
        }

        using var document = JsonDocument.Parse(bytes);
        var body = new PushBody();
        try
        {
            body.ReadRoot(document.RootElement, instanceId);
        }
        catch (InvalidOperationException)
        {
            throw new InvalidRequestException("body", "must not hold half of a surrogate pair");
        }

        return body;
    }

    /// <summary>Samples of one instance with what the body says of all.</summary>
    public SampleBatch BatchOf(IEnumerable<PushedSample> samples) => new()
    {
        Samples = [.. samples.Select(pushed => pushed.Sample)],
        Network = Network,
        Source = Source,
        StartedAt = StartedAt,
    };

    private void ReadRoot(JsonElement root, Guid? instanceId)
    {
        switch (root.ValueKind)
        {
            case JsonValueKind.Array:
                ReadSamples(root, instanceId);
                break;
            case JsonValueKind.Object:
                ReadProperties(root, instanceId);

                break;
            default:
                throw new InvalidRequestException("body", "must be an array of samples, or an object with samples");
        }
    }

    private void ReadProperties(JsonElement root, Guid? instanceId)
    {
        var seen = new HashSet<string>();
        foreach (var property in root.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                throw new InvalidRequestException(property.Name, "must be given once");
            }

            ReadProperty(property, instanceId);
        }

        if (!seen.Contains("samples"))
        {
            throw new InvalidRequestException("samples", "is required");
        }
    }

    private void ReadProperty(JsonProperty property, Guid? instanceId)
    {
        var value = property.Value;
        switch (property.Name)
        {
            case "samples" when value.ValueKind == JsonValueKind.Array:
                ReadSamples(value, instanceId);
                break;
            case "samples":
                throw new InvalidRequestException("samples", "must be an array");
            case "network":
                Network = value.ValueKind == JsonValueKind.String ? NetworkOf(value.GetString()) : NetworkOf(null);
                break;
            case "source":
                Source = value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : throw new InvalidRequestException("source", "must be a text");
                break;
            case "started_at" when value.ValueKind == JsonValueKind.Null:
                break;
            case "started_at":
                StartedAt = value.ValueKind == JsonValueKind.String && Rfc3339.TryParse(value.GetString(), out var moment)
                    ? moment
                    : throw new InvalidRequestException("started_at", Rfc3339.Rule);
                break;
            default:
                throw new InvalidRequestException(property.Name, "is not a field of a push");
        }
    }

    private static NetworkMode NetworkOf(string? text) => text switch
    {
        "delta" => NetworkMode.Delta,
        "cumulative" => NetworkMode.Cumulative,
        _ => throw new InvalidRequestException("network", "must be delta or cumulative"),
    };

    private void ReadSamples(JsonElement samples, Guid? instanceId)
    {
        var count = samples.GetArrayLength();
        if (count > PushLimits.MaxSamples)
        {
            throw new TooLargeException("samples", $"must hold at most {PushLimits.MaxSamples} samples, not {count}");
        }

        if (count == 0)
        {
            throw new InvalidRequestException("samples", "must hold at least one sample");
        }

        var index = 0;
        foreach (var element in samples.EnumerateArray())
        {
            if (SampleJson.Read(element, instanceId is null, out var named, out var sample) is { } wrong)
            {
                Rejected.Add(wrong with { Index = index });
            }
            else
            {
                Samples.Add(new PushedSample(index, instanceId ?? named, sample));
            }

            index++;
        }
    }
}
