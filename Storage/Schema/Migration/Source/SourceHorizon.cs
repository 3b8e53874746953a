using System.Globalization;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>
/// Which transactions of the source were over at a moment, as its snapshot then says. Rows have 32 bits of their transaction's number, which the server compares by
/// age; of frozen rows it is as old as it was.
/// </summary>
/// <param name="Snapshot">PostgreSQL's text of it: the oldest that ran, the next one, and those that ran.</param>
internal sealed record SourceHorizon(string Snapshot)
{
    private string[] Parts => Snapshot.Split(':');

    /// <summary>The condition for rows that a statement of this moment or later may have missed. Sure: a subtransaction's number is as new as its transaction's.</summary>
    public string MayBeMissed => Since(Parts[0]);

    /// <summary>
    /// The condition for rows of transactions that were not over. For counting, so that each row is counted once: of a subtransaction that ran nothing is told,
    /// and its rows count as those of one that was over.
    /// </summary>
    public string IsLater => Parts[2].Length == 0
        ? Since(Parts[1])
        : $"({Since(Parts[1])} OR xmin::text = ANY ('{{{string.Join(',', Parts[2].Split(',').Select(Row))}}}'))";

    private static string Since(string transaction) => $"age(xmin) <= age('{Row(transaction)}'::xid)";

    private static string Row(string transaction) => ((uint)ulong.Parse(transaction, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
}
