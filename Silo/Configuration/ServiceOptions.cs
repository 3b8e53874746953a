using LaunchStack.Metrics.Grains.Configuration;
using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>All options under <c>Metrics:</c>: those of the grains and those of the host.</summary>
public sealed class ServiceOptions : MetricsOptions
{
    /// <summary>
    /// The key that HTTP callers send as <c>Authorization: Bearer KEY</c>, or several, separated by semicolons; each one as it is, at least 16
    /// characters, or as <c>sha256:</c> and its hash in hexadecimal. With a key the service listens on every address. Default: none.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Listen on every address without a key: everybody who reaches the ports may read and write. Default: false, which binds to
    /// loopback unless <see cref="ApiKey"/> is set.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>
    /// The origins whose pages may call the API from a browser, separated by semicolons or commas, such as <c>https://app.example.com</c>;
    /// <c>*</c>: all. Default: none.
    /// </summary>
    public string? CorsOrigins { get; set; }

    /// <summary>
    /// Whether Orleans's dashboard is at <c>/dashboard</c>; the same on all silos of a cluster. It costs memory and CPU at rest. Default: false.
    /// </summary>
    public bool Dashboard { get; set; }

    /// <summary>
    /// The folder of the embedded database, used where no other database is configured; created when missing, relative to the
    /// working directory. Default: <c>data</c>.
    /// </summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>
    /// What to expect of the PostgreSQL database: <c>auto</c>, <c>timescale</c>, <c>apache</c> or <c>postgres</c>.
    /// Default: <c>auto</c>, which creates the TimescaleDB extension where it may.
    /// </summary>
    public TierChoice Tier { get; set; }

    /// <summary>
    /// How many pushes over HTTP one caller, by address, may have under way at once; beyond it 429. Behind a proxy all callers are one, unless
    /// <see cref="TrustedProxies"/> names it. Default: 64. Range: 1 to 10,000.
    /// </summary>
    public int PushesPerCaller { get; set; } = 64;

    /// <summary>
    /// How many requests to the API one caller, by address, may send in a second, with a key or without; a second's worth may come at once;
    /// beyond it 429. Default: 5,000. Range: 1 to 1,000,000.
    /// </summary>
    public int RequestsPerSecond { get; set; } = 5_000;

    /// <summary>
    /// How many queries, and changes of instances and settings, over HTTP one caller, by address, may have under way at once; beyond it 429.
    /// Behind a proxy all callers are one, unless <see cref="TrustedProxies"/> names it. Pushes and live streams have bounds of their own.
    /// Default: 64. Range: 1 to 10,000.
    /// </summary>
    public int QueriesPerCaller { get; set; } = 64;

    /// <summary>
    /// How many live streams this silo may have open at once, each of them a query a second where it is the only one of its instance; beyond it
    /// 503. Default: 1,000. Zero: none. Range: 0 to 100,000.
    /// </summary>
    public int LiveStreams { get; set; } = 1_000;

    /// <summary>
    /// How many live streams one caller, by address, may have open on this silo at once; beyond it 429. Behind a proxy all callers are one, unless
    /// <see cref="TrustedProxies"/> names it, as are all viewers of a page whose backend passes the streams on. Default: 100. Range: 1 to 100,000.
    /// </summary>
    public int LiveStreamsPerCaller { get; set; } = 100;

    /// <summary>
    /// The proxies whose <c>X-Forwarded-For</c> says who the caller is, by address (<c>10.0.0.5</c>) or network (<c>10.0.0.0/8</c>), separated by
    /// semicolons or commas. The header of others is ignored. Default: none.
    /// </summary>
    public string? TrustedProxies { get; set; }

    /// <summary>
    /// How long a request over HTTP may take; a query that takes longer is ended, in the database too, and answered with 504. What a push has
    /// brought is accepted all the same, and live streams go on. Default: 20 s. Range: 1 s to 10 minutes.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether ports are bound to every address rather than to loopback.</summary>
    public bool IsOpen => AllowAnonymous || ApiKeyHash.ListOf(ApiKey).Count > 0;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var line in base.Validate())
        {
            yield return line;
        }

        if (ApiKeyHash.BrokenBy(ApiKey) is { } rule)
        {
            yield return $"{Section}:{nameof(ApiKey)} {rule}";
        }

        foreach (var origin in CorsOrigin.ListOf(CorsOrigins).Where(origin => !CorsOrigin.IsValid(origin)))
        {
            yield return $"{Section}:{nameof(CorsOrigins)} has '{origin}': must be a scheme, a host and a port, such as https://app.example.com, or {CorsOrigin.Any}";
        }

        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            yield return $"{Section}:{nameof(DataDirectory)} is empty: must name a folder";
        }

        yield return OptionRule.Range(nameof(PushesPerCaller), PushesPerCaller, 1, 10_000);
        yield return OptionRule.Range(nameof(RequestsPerSecond), RequestsPerSecond, 1, 1_000_000);
        yield return OptionRule.Range(nameof(QueriesPerCaller), QueriesPerCaller, 1, 10_000);
        yield return OptionRule.Range(nameof(LiveStreams), LiveStreams, 0, 100_000);
        yield return OptionRule.Range(nameof(LiveStreamsPerCaller), LiveStreamsPerCaller, 1, 100_000);
        foreach (var proxy in TrustedProxy.ListOf(TrustedProxies).Where(proxy => TrustedProxy.NetworkOf(proxy) is null))
        {
            yield return $"{Section}:{nameof(TrustedProxies)} has '{proxy}': must be an IP address such as 10.0.0.5, or a network such as 10.0.0.0/8";
        }

        yield return OptionRule.Range(nameof(RequestTimeout), RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));

        if (!Enum.IsDefined(Tier))
        {
            yield return $"{Section}:{nameof(Tier)} is {Tier}: must be auto, timescale, apache or postgres";
        }
    }
}
