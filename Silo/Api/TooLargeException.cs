namespace LaunchStack.Metrics.Silo.Api;

/// <summary>A push is over a limit.</summary>
/// <param name="what">What is too large.</param>
/// <param name="limit">The limit.</param>
internal sealed class TooLargeException(string what, string limit) : Exception($"{what} {limit}")
{
    public string Field => what;

    public string Rule => limit;
}
