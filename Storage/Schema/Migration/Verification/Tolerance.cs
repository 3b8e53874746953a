namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>When two floats that were added up in different orders are the same.</summary>
internal static class Tolerance
{
    private const double Relative = 1e-12;

    public static bool Same(double one, double other) =>
        one.Equals(other) || Math.Abs(one - other) <= Relative * Math.Max(Math.Abs(one), Math.Abs(other));
}
