using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Cli.Db.Migrate.Verification;

/// <summary>The line about a verification that goes on.</summary>
internal sealed class VerificationLine : IProgress<VerificationProgress>
{
    private readonly Lock _gate = new();
    private VerificationProgress _last;

    /// <inheritdoc/>
    public void Report(VerificationProgress value)
    {
        lock (_gate)
        {
            _last = value;
        }
    }

    public string Describe()
    {
        VerificationProgress last;
        lock (_gate)
        {
            last = _last;
        }

        var rows = last.Total > 0 ? $"{last.Done} of {last.Total} rows" : $"{last.Done} rows";
        return last.Step switch
        {
            VerificationStep.Survey => $"looks where the source's days are: {rows}",
            VerificationStep.Counters => $"reads earlier counters{On(last.Day)}: {rows}",
            VerificationStep.Days => $"compares{On(last.Day)}: {rows}, {last.Differences} differences",
            _ => "runs the guide's queries",
        };
    }

    private static string On(DateOnly? day) => day is { } date ? $" up to {date:yyyy-MM-dd}" : "";
}
