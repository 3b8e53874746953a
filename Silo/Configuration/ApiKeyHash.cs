using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>A key that callers may have, as its SHA-256: the key itself need not be kept, and a comparison takes the same time for any wrong one.</summary>
internal sealed class ApiKeyHash
{
    /// <summary>What a hash starts with, where it is given instead of the key.</summary>
    public const string Prefix = "sha256:";

    private const char Separator = ';';
    private const int ShortestKey = 16;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly byte[] _hash;

    private ApiKeyHash(byte[] hash) => _hash = hash;

    public static IReadOnlyList<ApiKeyHash> ListOf(string? option) => [.. Split(option).Select(Of)];

    /// <summary>The rule that an option breaks; null where it is in order. Never tells a key.</summary>
    public static string? BrokenBy(string? option)
    {
        var keys = Split(option);
        return keys.Any(key => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !IsHash(key)) ? $"has a hash that is not 64 hexadecimal digits after {Prefix}"
            : keys.Any(key => key.Length < ShortestKey) ? $"is too short: must have at least {ShortestKey} characters"
            : null;
    }

    public bool Matches(string candidate) => CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(candidate)));

    private static ApiKeyHash Of(string key) =>
        new(IsHash(key) ? Convert.FromHexString(key.AsSpan(Prefix.Length)) : SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static bool IsHash(string key) => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && key.Length == Prefix.Length + (2 * SHA256.HashSizeInBytes)
        && key.AsSpan(Prefix.Length).IndexOfAnyExcept(Hexadecimal) < 0;

    private static string[] Split(string? option) =>
        option?.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
