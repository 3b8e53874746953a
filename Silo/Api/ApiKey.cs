using System.Security.Cryptography;
using System.Text;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The configured key, kept as a hash so that a comparison takes the same time for any wrong one.</summary>
/// <param name="key">The key.</param>
internal sealed class ApiKey(string key)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public bool Matches(string candidate) =>
        CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(candidate)));
}
