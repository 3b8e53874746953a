using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>A check whose rule is in its statement.</summary>
/// <param name="name">Its name.</param>
/// <param name="statement">Returns rows of status, message and remedy.</param>
internal sealed class SqlCheck(string name, string statement) : ICheck
{
    public string Name => name;

    public async Task<IReadOnlyList<Verdict>> RunAsync(Examination examination, CancellationToken cancellationToken) =>
        await examination.ReadAsync(
            statement,
            reader => new Verdict(CheckFiles.StatusOf(reader.GetString(0)), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2)),
            cancellationToken).ConfigureAwait(false);
}
