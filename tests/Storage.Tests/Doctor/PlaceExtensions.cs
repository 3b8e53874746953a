using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

/// <summary>The doctor at a database of the tests.</summary>
internal static class PlaceExtensions
{
    extension(PostgresPlace place)
    {
        /// <summary>The database's name.</summary>
        public string DatabaseName => new NpgsqlConnectionStringBuilder(place.ConnectionString).Database!;

        /// <summary>Examines it, as its superuser or as another role.</summary>
        public Task<DoctorReport> ExamineAsync(ExaminationDepth depth = ExaminationDepth.Full, string? connectionString = null) =>
            StoreFactory.PostgresDoctor(connectionString ?? place.ConnectionString, new PostgresStoreOptions(), TimeProvider.System)
                .ExamineAsync(depth, TestContext.Current.CancellationToken);

        /// <summary>Waits until nothing is wrong: the extension starts its scheduler a moment after it was created.</summary>
        public async Task WaitUntilOkAsync()
        {
            DoctorReport? report = null;
            try
            {
                await Deadline.UntilAsync(async () => (report = await place.ExamineAsync()).Status == FindingStatus.Ok, "all checks are ok");
            }
            catch (TimeoutException timeout)
            {
                throw new TimeoutException(
                    $"{timeout.Message}: {string.Join(Environment.NewLine, report?.Findings.Where(finding => finding.Status != FindingStatus.Ok) ?? [])}");
            }
        }

        /// <summary>Keeps jobs from starting in the middle of a test: what they say depends on the server's version.</summary>
        public async Task PutOffJobsAsync()
        {
            if ((await place.StoreAsync()).Tier == Tier.Timescale)
            {
                await place.ExecuteAsync(
                    "SELECT alter_job(job_id, next_start => now() + INTERVAL '1 day') FROM timescaledb_information.jobs WHERE job_id >= 1000");
            }
        }

        /// <summary>A role that may log in and has been granted nothing, and how it connects.</summary>
        public async Task<(string Role, string ConnectionString)> RoleAsync()
        {
            var role = $"role_{Guid.NewGuid():n}";
            await place.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'secret'");
            return (role, new NpgsqlConnectionStringBuilder(place.ConnectionString) { Username = role, Password = "secret" }.ConnectionString);
        }
    }
}
