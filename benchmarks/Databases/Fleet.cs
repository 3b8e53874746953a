using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.Databases;

/// <summary>
/// A database as a fleet leaves it: raw rows of all instances over the last hours, and of a few instances a month of samples a minute apart, with
/// aggregates up to where the policies bring them.
/// </summary>
internal sealed class Fleet
{
    private const int Days = 30;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Guid[] _instances;
    private readonly int _asked;
    private readonly TimeSpan _interval;
    private DateTimeOffset _filledTo;

    private Fleet(Guid[] instances, int asked, TimeSpan interval, DateTimeOffset filledTo) =>
        (_instances, _asked, _interval, _filledTo) = (instances, asked, interval, filledTo);

    /// <summary>The instances with a month of samples: the last ones.</summary>
    public Guid[] Asked => _instances[^_asked..];

    /// <summary>All instances, in the order of a load by <see cref="Filling.Seed"/>.</summary>
    public IReadOnlyList<Guid> Instances => _instances;

    /// <summary>Fills an empty database.</summary>
    /// <param name="home">Which one.</param>
    /// <param name="instances">How many instances there are.</param>
    /// <param name="asked">How many of them have a month of samples.</param>
    /// <param name="raw">Over how long all instances have raw rows.</param>
    /// <param name="interval">How far apart these are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Fleet> CreateAsync(
        PostgresDatabase home, int instances, int asked, TimeSpan raw, TimeSpan interval, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        var lifecycle = new Lifecycle();
        var now = Timestamps.Floor(TimeProvider.System.GetUtcNow());
        var rawFrom = now - raw;
        var fleet = new Fleet(await Filling.RegisterAsync(database, instances, cancellationToken), asked, interval, rawFrom);
        var monthFrom = now.AddDays(-Days);
        await Filling.InsertAsync(database, fleet.Asked, monthFrom, rawFrom, (rawFrom - monthFrom).Ticks / Minute.Ticks * asked, cancellationToken);
        await fleet.CatchUpAsync(database, cancellationToken);
        await Aging.RefreshAsync(database, from: null, Timestamps.Hour(now) - lifecycle.RefreshLag, cancellationToken);
        await Aging.CompressAsync(database, now - lifecycle.CompressAfter, cancellationToken);
        await database.ExecuteAsync("VACUUM (ANALYZE)", cancellationToken);
        return fleet;
    }

    /// <summary>The same fleet in a copy of its database.</summary>
    public Fleet Copy() => new(_instances, _asked, _interval, _filledTo);

    /// <summary>Gives all instances their samples up to now: time has gone by since the last ones.</summary>
    public async Task CatchUpAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        var now = Timestamps.Floor(TimeProvider.System.GetUtcNow());
        var steps = (now - _filledTo).Ticks / _interval.Ticks;
        if (steps > 0)
        {
            var to = _filledTo + (steps * _interval);
            await Filling.InsertAsync(database, _instances, _filledTo, to, steps * _instances.Length, cancellationToken);
            _filledTo = to;
        }
    }
}
