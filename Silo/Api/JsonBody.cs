using System.Text.Json;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>Reads a body that is one small object.</summary>
internal static class JsonBody
{
    /// <summary>Reads the object.</summary>
    /// <typeparam name="T">Its shape.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="what">What its fields belong to, for who sent another one.</param>
    /// <param name="cancellationToken">Fires when the caller is gone.</param>
    public static async Task<T> ReadAsync<T>(HttpRequest request, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, MetricsJson.Options, cancellationToken)
                ?? throw new InvalidRequestException("body", "must be a JSON object");
        }
        catch (JsonException exception) when (exception.Path is { Length: > 2 } path)
        {
            throw new InvalidRequestException(path[2..], $"is not a {what}, or not of its type");
        }
    }
}
