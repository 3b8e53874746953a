using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>The chain of windows over the values in force: those that the tier's jobs really have, where it has jobs.</summary>
internal sealed class WindowChainCheck : ICheck
{
    public string Name => "window-chain";

    public async Task<IReadOnlyList<Verdict>> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var rows = await examination.QueryAsync("lifecycle-read", LifecycleTable.Row, cancellationToken).ConfigureAwait(false);
        return WindowChain.Judge(new Lifecycle().With(LifecycleValue.Known(rows)), examination.Options.AcceptLate);
    }
}
