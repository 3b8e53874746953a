namespace LaunchStack.Metrics.Cli.Output;

/// <summary>A bar of block characters, as long as a value is against the largest.</summary>
internal static class Bar
{
    private const string Parts = "▏▎▍▌▋▊▉█";

    /// <param name="value">The value; anything above zero is seen.</param>
    /// <param name="most">The value of a whole bar.</param>
    /// <param name="width">How many characters a whole bar has.</param>
    public static string Of(double value, double most, int width)
    {
        if (value <= 0 || most <= 0)
        {
            return "";
        }

        var eighths = Math.Clamp((int)Math.Round(value / most * width * Parts.Length), 1, width * Parts.Length);
        var (whole, rest) = Math.DivRem(eighths, Parts.Length);
        return new string('█', whole) + (rest == 0 ? "" : Parts[rest - 1]);
    }
}
