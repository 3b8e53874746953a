using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>A check of what is known already.</summary>
/// <param name="name">Its name.</param>
/// <param name="judge">Its rule; null where it does not apply.</param>
internal sealed class FactCheck(string name, Func<ServerFacts, Tier?, Verdict?> judge) : ICheck
{
    public string Name => name;

    public Task<IReadOnlyList<Verdict>> RunAsync(Examination examination, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Verdict>>(judge(examination.Facts, examination.Tier) is { } verdict ? [verdict] : []);
}
