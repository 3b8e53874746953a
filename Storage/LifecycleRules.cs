using System.Globalization;

namespace LaunchStack.Metrics.Storage;

/// <summary>
/// The chain of windows. A refresh computes hours from the raw rows that are there: one that reached hours whose raw rows have been dropped
/// would erase them, and the same holds for days and hours.
/// </summary>
public static class LifecycleRules
{
    /// <summary>How old a sample may be where nobody says otherwise: the default of <c>Metrics:AcceptLate</c>, 27 days.</summary>
    public static readonly TimeSpan StandardAcceptLate = TimeSpan.FromDays(27);

    // TimescaleDB's own default: a chunk of an aggregate spans ten of what it is made of.
    private const int AggregateChunks = 10;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The rules that are broken, each as the one line that a user reads; empty when all hold.</summary>
    /// <param name="lifecycle">The values.</param>
    /// <param name="acceptLate">How old a sample may be when it is accepted; null: not known here.</param>
    public static IEnumerable<string> Broken(Lifecycle lifecycle, TimeSpan? acceptLate)
    {
        foreach (var value in LifecycleValue.All)
        {
            if (value.Get(lifecycle) < value.Least || value.Get(lifecycle) > value.Most)
            {
                yield return $"{Text(value.Option, value.Get(lifecycle))}: must be from {Text(value.Least)} to {Text(value.Most)}";
            }
        }

        foreach (var (option, value, least, why) in Chain(lifecycle, acceptLate))
        {
            if (value < least)
            {
                yield return $"{Text(option, value)}: must be at least {Text(least)}, {why}";
            }
        }
    }

    private static IEnumerable<(string Option, TimeSpan Value, TimeSpan Least, string Why)> Chain(Lifecycle l, TimeSpan? acceptLate)
    {
        if (acceptLate is { } late)
        {
            yield return (nameof(l.RefreshWindow), l.RefreshWindow, late + Hour, $"an hour more than AcceptLate ({Text(late)}), so that every late row is refreshed");
        }

        yield return (nameof(l.RefreshWindow), l.RefreshWindow, l.RefreshLag + (2 * Hour), $"two hours more than RefreshLag ({Text(l.RefreshLag)})");
        yield return (nameof(l.RawRetention), l.RawRetention, l.RefreshWindow + l.ChunkInterval,
            $"a chunk ({Text(l.ChunkInterval)}) more than RefreshWindow ({Text(l.RefreshWindow)}), or a refresh would erase hours whose raw rows were dropped");
        yield return (nameof(l.CompressAfter), l.CompressAfter, l.ChunkInterval, $"the span of one chunk ({Text(l.ChunkInterval)})");
        yield return (nameof(l.DailyRefreshWindow), l.DailyRefreshWindow, l.RefreshWindow + Day,
            $"a day more than RefreshWindow ({Text(l.RefreshWindow)}), so that days follow every change of an hour");
        yield return (nameof(l.HourlyRetention), l.HourlyRetention, l.DailyRefreshWindow + (AggregateChunks * l.ChunkInterval),
            $"a chunk of hours ({Text(AggregateChunks * l.ChunkInterval)}) more than DailyRefreshWindow ({Text(l.DailyRefreshWindow)}), or a refresh would erase days whose hours were dropped");
        yield return (nameof(l.HourlyCompressAfter), l.HourlyCompressAfter, l.RefreshWindow + Day, $"a day more than RefreshWindow ({Text(l.RefreshWindow)})");
        yield return (nameof(l.DailyRetention), l.DailyRetention, l.HourlyRetention, $"HourlyRetention ({Text(l.HourlyRetention)})");
        yield return (nameof(l.DailyCompressAfter), l.DailyCompressAfter, l.DailyRefreshWindow + Day, $"a day more than DailyRefreshWindow ({Text(l.DailyRefreshWindow)})");
    }

    private static string Text(string option, TimeSpan value) => $"Metrics:{option} is {Text(value)}";

    private static string Text(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);
}
