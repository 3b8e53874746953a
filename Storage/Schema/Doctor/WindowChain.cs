namespace LaunchStack.Metrics.Storage.Schema.Doctor;

/// <summary>What <see cref="LifecycleRules"/> says of the values in force, as findings.</summary>
internal static class WindowChain
{
    public static IReadOnlyList<Verdict> Judge(Lifecycle lifecycle, TimeSpan? acceptLate)
    {
        var broken = LifecycleRules.Broken(lifecycle, acceptLate).ToList();
        return broken.Count > 0
            ? [.. broken.Select(rule => Verdict.Fail(rule, RemedyOf(rule)))]
            :
            [
                Verdict.Ok(
                    $"raw rows {AgeText.Of(lifecycle.RawRetention)}, refresh reaches back {AgeText.Of(lifecycle.RefreshWindow)}, hours {AgeText.Of(lifecycle.HourlyRetention)}, days {AgeText.Of(lifecycle.DailyRetention)}"),
            ];
    }

    private static string RemedyOf(string rule) =>
        LifecycleValue.All.FirstOrDefault(value => rule.StartsWith($"Metrics:{value.Option} ", StringComparison.Ordinal)) is { } broken
            ? $"{SchemaRule.SetUp} --{broken.Column.Replace('_', '-')} with a value that satisfies this"
            : SchemaRule.SetUp;
}
