using LaunchStack.Metrics.Storage.Schema;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>The statements of a tier, from the queries/ folders of sql/, each bounded in time on the server.</summary>
/// <param name="folders">The tier's folders; a later one wins.</param>
internal sealed class PostgresStatements(IEnumerable<string> folders)
{
    private readonly Dictionary<string, string> _texts = SqlText.Queries(folders);

    /// <summary>Whether the tier has such a statement.</summary>
    public bool Has(string name) => _texts.ContainsKey(name);

    /// <summary>A statement's text.</summary>
    public string Text(string name) => _texts[name];

    /// <summary>A statement on a connection; within its transaction where it has one.</summary>
    public NpgsqlCommand Command(NpgsqlConnection connection, string name, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(_texts[name], connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>The time limit for the rest of a transaction.</summary>
    public NpgsqlCommand Limit(NpgsqlConnection connection, TimeSpan timeout) =>
        Command(connection, "limit-statements", Parameter.Milliseconds(timeout));

    /// <summary>A statement that sets its own time limit first, in the one transaction that both share.</summary>
    public NpgsqlBatch Limited(NpgsqlConnection connection, TimeSpan timeout, string name, params NpgsqlParameter[] parameters)
    {
        // The server's limit comes first; the driver's is for a server that is gone.
        var batch = new NpgsqlBatch(connection) { Timeout = (int)timeout.TotalSeconds + 5 };
        batch.BatchCommands.Add(BatchCommand("limit-statements", Parameter.Milliseconds(timeout)));
        batch.BatchCommands.Add(BatchCommand(name, parameters));
        return batch;
    }

    /// <summary>A text of the caller's that may only read, and neither waits nor works longer than that.</summary>
    public NpgsqlBatch Bounded(NpgsqlConnection connection, TimeSpan timeout, string text)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(BatchCommand("limit-reads", Parameter.Milliseconds(timeout)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(text));
        return batch;
    }

    private NpgsqlBatchCommand BatchCommand(string name, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(_texts[name]);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
