namespace LaunchStack.Metrics.Storage;

/// <summary>One value of <see cref="Lifecycle"/>: its names, its range, and how to read and set it.</summary>
/// <param name="Option">The option's name below <c>Metrics:</c>.</param>
/// <param name="Least">The least allowed value.</param>
/// <param name="Most">The largest allowed value.</param>
/// <param name="Get">Reads it.</param>
/// <param name="With">Sets it.</param>
public sealed record LifecycleValue(
    string Option, TimeSpan Least, TimeSpan Most, Func<Lifecycle, TimeSpan> Get, Func<Lifecycle, TimeSpan, Lifecycle> With)
{
    /// <summary>All values.</summary>
    public static IReadOnlyList<LifecycleValue> All { get; } =
    [
        new(nameof(Lifecycle.RawRetention), Days(2), Days(3650), l => l.RawRetention, (l, value) => l with { RawRetention = value }),
        new(nameof(Lifecycle.ChunkInterval), TimeSpan.FromHours(1), Days(30), l => l.ChunkInterval, (l, value) => l with { ChunkInterval = value }),
        new(nameof(Lifecycle.Ahead), Days(1), Days(30), l => l.Ahead, (l, value) => l with { Ahead = value }),
        new(nameof(Lifecycle.CompressAfter), TimeSpan.FromHours(1), Days(3650), l => l.CompressAfter, (l, value) => l with { CompressAfter = value }),
        new(nameof(Lifecycle.RefreshWindow), Days(1), Days(3650), l => l.RefreshWindow, (l, value) => l with { RefreshWindow = value }),
        new(nameof(Lifecycle.RefreshLag), TimeSpan.FromMinutes(1), Days(1), l => l.RefreshLag, (l, value) => l with { RefreshLag = value }),
        new(nameof(Lifecycle.RefreshInterval), TimeSpan.FromMinutes(1), Days(1), l => l.RefreshInterval, (l, value) => l with { RefreshInterval = value }),
        new(nameof(Lifecycle.HourlyRetention), Days(2), Days(36500), l => l.HourlyRetention, (l, value) => l with { HourlyRetention = value }),
        new(nameof(Lifecycle.HourlyCompressAfter), Days(2), Days(36500), l => l.HourlyCompressAfter, (l, value) => l with { HourlyCompressAfter = value }),
        new(nameof(Lifecycle.DailyRefreshWindow), Days(2), Days(3650), l => l.DailyRefreshWindow, (l, value) => l with { DailyRefreshWindow = value }),
        new(nameof(Lifecycle.DailyRetention), Days(2), Days(36500), l => l.DailyRetention, (l, value) => l with { DailyRetention = value }),
        new(nameof(Lifecycle.DailyCompressAfter), Days(3), Days(36500), l => l.DailyCompressAfter, (l, value) => l with { DailyCompressAfter = value }),
        new(nameof(Lifecycle.LockTimeout), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), l => l.LockTimeout, (l, value) => l with { LockTimeout = value }),
    ];

    /// <summary>Its name in the table <c>launchstack_lifecycle</c>: the option's in snake_case.</summary>
    public string Column { get; } = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(Option);

    /// <summary>Stored values by their names in the table. A newer build may have written some that this one does not know.</summary>
    internal static IReadOnlyDictionary<LifecycleValue, TimeSpan> Known(IEnumerable<(string Column, TimeSpan Value)> stored) => All
        .Join(stored, value => value.Column, row => row.Column, (value, row) => (value, row.Value))
        .ToDictionary(item => item.value, item => item.Value);

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);
}
