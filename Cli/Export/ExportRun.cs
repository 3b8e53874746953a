using System.Runtime.CompilerServices;
using LaunchStack.Metrics.Client;

namespace LaunchStack.Metrics.Cli.Export;

/// <summary>Writes the samples of instances, one instance after the other, each oldest first.</summary>
internal sealed class ExportRun(MetricsClient client, DateTimeOffset from, DateTimeOffset to, IExportWriter writer, bool withInstance, ExportMeter meter)
{
    private const int PageSize = 1_000;

    /// <exception cref="UnknownInstanceException">One of them is not there.</exception>
    public async Task RunAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            await WriteAsync(id, cancellationToken);
        }
    }

    /// <summary>The same for every registered instance.</summary>
    public async Task RunForAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var id in AllAsync(cancellationToken))
        {
            try
            {
                await WriteAsync(id, cancellationToken);
            }
            catch (UnknownInstanceException)
            {
                // Deleted since it was listed: it is no instance any more.
            }
        }
    }

    private async Task WriteAsync(Guid id, CancellationToken cancellationToken)
    {
        await foreach (var sample in client.ReadSamplesAsync(id, from, to, cancellationToken))
        {
            await writer.WriteAsync(ExportRow.From(sample, withInstance), cancellationToken);
            meter.Count();
        }
    }

    private async IAsyncEnumerable<Guid> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? next = null;
        do
        {
            var page = await client.ListInstancesAsync(PageSize, next, cancellationToken);
            foreach (var instance in page.Items)
            {
                yield return instance.Id;
            }

            next = page.Next;
        }
        while (next is not null);
    }
}
