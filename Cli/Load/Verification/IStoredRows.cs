using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Load.Verification;

/// <summary>Reads rows straight from a database: what checks the service must not go through it.</summary>
internal interface IStoredRows
{
    /// <summary>Reads the rows of a time, in any order and one at a time.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The last moment.</param>
    /// <param name="add">Called with each row.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    void Read(DateTimeOffset from, DateTimeOffset to, Action<InstanceSample> add, CancellationToken cancellationToken);
}
