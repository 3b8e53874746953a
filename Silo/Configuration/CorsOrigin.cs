namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>The origins whose pages may call the API from a browser.</summary>
internal static class CorsOrigin
{
    /// <summary>Every origin.</summary>
    public const string Any = "*";

    public static string[] ListOf(string? option) =>
        option?.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Whether it is as browsers send it: scheme, host and, where it is not the usual one, port.</summary>
    public static bool IsValid(string origin) => origin == Any
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase));
}
