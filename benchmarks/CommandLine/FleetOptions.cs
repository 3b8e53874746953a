using System.CommandLine;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Testing.Postgres;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>The options of benchmarks that ask about a fleet.</summary>
internal sealed class FleetOptions
{
    private readonly Option<int> _instances = CountOption.Create("--instances", "How many instances have samples", 10_000, 2, 1_000_000);
    private readonly TimeOption _raw = new(
        "--raw", "For how long back all instances have samples.", TimeSpan.FromMinutes(75), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));

    private readonly TimeOption _interval = new(
        "--interval", "How far apart these are.", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    public void AddTo(Command command)
    {
        command.Add(_instances);
        _raw.AddTo(command);
        _interval.AddTo(command);
    }

    public int Instances(ParseResult parsed) => parsed.GetValue(_instances);

    public TimeSpan Interval(ParseResult parsed) => _interval.Of(parsed);

    /// <summary>Fills an empty database.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="home">The database.</param>
    /// <param name="asked">How many instances have a month of samples.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<Fleet> CreateAsync(ParseResult parsed, PostgresDatabase home, int asked, CancellationToken cancellationToken) =>
        Fleet.CreateAsync(home, Instances(parsed), asked, _raw.Of(parsed), Interval(parsed), cancellationToken);
}
