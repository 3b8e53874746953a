using DbUp.Builder;
using DbUp.Engine;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Storage.Schema;

/// <summary>Applies scripts with DbUp, each in one transaction with its row in the journal.</summary>
internal static class SchemaUpgrade
{
    /// <summary>Applies what is missing, and returns DbUp's result; the error in it is the driver's own.</summary>
    public static Task<DatabaseUpgradeResult> RunAsync(
        UpgradeEngineBuilder builder, IEnumerable<SqlScript> scripts, ILogger logger, CancellationToken cancellationToken) =>
        // DbUp blocks its thread.
        Task.Run(
            () =>
            {
                var engine = builder
                    .WithScripts(scripts)
                    .WithTransactionPerScript()
                    .WithVariablesDisabled() // $$ quotes function bodies here.
                    .LogTo(new UpgradeLog(logger))
                    .Build();
                var result = engine.PerformUpgrade();
                foreach (var script in result.Scripts.Where(script => script.SqlScriptOptions.ScriptType == DbUp.Support.ScriptType.RunOnce))
                {
                    StoreLog.SchemaApplied(logger, script.Name);
                }

                return result;
            },
            cancellationToken);
}
