using LaunchStack.Metrics.Cli.Db.Migrate.Verification;
using LaunchStack.Metrics.Storage.Schema.Migration;

namespace LaunchStack.Metrics.Cli.Db.Migrate;

/// <summary>What <c>launchstack db migrate</c> has done, as JSON.</summary>
/// <param name="Plan">What was found and to be done before; its notes name what others have built around the table.</param>
/// <param name="Migration">What was copied.</param>
/// <param name="Verification">What comparing both sides found; null where they were not compared.</param>
internal sealed record MigrateResult(MigrationPlan Plan, MigrationReport Migration, VerificationResult? Verification);
