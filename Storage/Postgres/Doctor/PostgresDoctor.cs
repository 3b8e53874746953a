using LaunchStack.Metrics.Configuration;
using LaunchStack.Metrics.Storage.Schema.Doctor;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>Examines a PostgreSQL database, over one connection of its own.</summary>
/// <param name="connectionString">Where, as an Npgsql connection string.</param>
/// <param name="options">How the store uses it.</param>
/// <param name="time">This machine's clock.</param>
internal sealed class PostgresDoctor(string connectionString, PostgresStoreOptions options, TimeProvider time) : IStoreDoctor
{
    private const string Connection = "connection";

    private static readonly TimeSpan QuickLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FullLimit = TimeSpan.FromSeconds(10);

    public async Task<DoctorReport> ExamineAsync(ExaminationDepth depth, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        Tier? tier = null;
        var connections = new PostgresConnections(connectionString, options);
        await using var scope = connections.ConfigureAwait(false);
        try
        {
            var examination = await BeginAsync(connections.Query, depth, findings, cancellationToken).ConfigureAwait(false);
            await using var examinationScope = examination.ConfigureAwait(false);
            tier = examination.Tier;
            foreach (var check in Checks.Of(examination, depth))
            {
                findings.AddRange(await RunAsync(check, examination, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception exception) when (PostgresErrors.IsFailure(exception) || exception is StoreSchemaException)
        {
            findings.Add(new Finding(Connection, FindingStatus.Fail, PostgresErrors.Describe(exception), PostgresErrors.Advice(exception)));
        }

        return new DoctorReport(DatabaseUrl.Describe(connectionString), tier, time.GetUtcNow(), findings);
    }

    private async Task<Examination> BeginAsync(
        NpgsqlDataSource source, ExaminationDepth depth, List<Finding> findings, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var facts = await ServerFacts.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            findings.Add(Verdict.Ok($"answers as role {facts.Role} within {AgeText.Of(time.GetElapsedTime(start))}").Of(Connection));
            return new Examination(source, connection, facts)
            {
                Options = options,
                Time = time,
                Limit = depth == ExaminationDepth.Full ? FullLimit : QuickLimit,
            };
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>One check's findings. What the database refuses to show is a finding too, and costs no other check.</summary>
    private static async Task<IEnumerable<Finding>> RunAsync(ICheck check, Examination examination, CancellationToken cancellationToken)
    {
        try
        {
            var verdicts = await check.RunAsync(examination, cancellationToken).ConfigureAwait(false);
            return verdicts.Select(verdict => verdict.Of(check.Name));
        }
        catch (PostgresException exception)
        {
            return [Verdict.Warn($"could not be checked: {PostgresErrors.Describe(exception)}", PostgresErrors.Advice(exception)).Of(check.Name)];
        }
    }
}
