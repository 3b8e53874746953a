using System.Threading.Channels;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using LaunchStack.Metrics.Storage.Schema.Migration.State;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Copying;

/// <summary>Copies slices in the order of time: the next ones are read while lanes write, and memory holds a few at the most.</summary>
/// <param name="reader">Reads the source.</param>
/// <param name="writers">The lanes' writers.</param>
/// <param name="lanes">Where they stand.</param>
/// <param name="progress">Where to say how far it is.</param>
/// <param name="batch">How many rows a slice was planned for at the most.</param>
internal sealed class SliceCopy(SliceReader reader, IReadOnlyList<LaneWriter> writers, IReadOnlyList<LaneState> lanes, MigrationProgress progress, long batch)
{
    // Planned by the hour: one that is much fuller at one end is read in halves.
    private const int Leeway = 2;

    public async Task RunAsync(BlockMap map, IReadOnlyList<Slice> slices, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channels = writers.Select(_ => Channel.CreateBounded<(Slice, SliceRows)>(1)).ToList();
        var work = writers.Select((writer, number) => StoppingAsync(WriteAsync(channels[number].Reader, writer, stop.Token), stop)).ToList();
        work.Add(StoppingAsync(ReadAsync(map, slices, channels, stop.Token), stop));
        try
        {
            await Task.WhenAll(work).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What stopped the others says more.
            await work.First(task => task.IsFaulted).ConfigureAwait(false);
        }
        finally
        {
            foreach (var channel in channels)
            {
                while (channel.Reader.TryRead(out var left))
                {
                    left.Item2.Dispose();
                }
            }
        }
    }

    private static async Task StoppingAsync(Task work, CancellationTokenSource stop)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ReadAsync(BlockMap map, IReadOnlyList<Slice> slices, List<Channel<(Slice, SliceRows)>> channels, CancellationToken cancellationToken)
    {
        // Where lanes stand when it begins: they move on while slices are read ahead of them.
        var copied = lanes.Select(lane => lane.CopiedUntil).ToArray();
        foreach (var slice in slices)
        {
            var least = copied.Min();
            if (slice.Until <= least)
            {
                continue;
            }

            progress.Say($"copies {Moments.ToTime(slice.From):yyyy-MM-dd HH:mm} to {Moments.ToTime(slice.Until):yyyy-MM-dd HH:mm} UTC");
            var left = new Stack<Slice>();
            left.Push(slice with { From = Math.Max(slice.From, least) });
            while (left.TryPop(out var part))
            {
                var most = part.Until - part.From > 1 ? batch * Leeway : long.MaxValue;
                var read = await reader.ReadAsync(
                    map, part.From, part.Until, most, (entry, time) => time >= copied[copied.Length == 1 ? 0 : entry.Lane], copied.Length, cancellationToken).ConfigureAwait(false);
                if (read is null)
                {
                    Halve(part, left);
                    continue;
                }

                for (var lane = 0; lane < read.Length; lane++)
                {
                    await channels[lane].Writer.WriteAsync((part, read[lane]), cancellationToken).ConfigureAwait(false);
                }
            }
        }

        channels.ForEach(channel => channel.Writer.Complete());
    }

    /// <summary>What to say where not even one microsecond can be read in time.</summary>
    internal static MigrationException TooSlow(long moment) => new(
        $"the source: rows of {Moments.ToTime(moment):O} take longer to read than --statement-timeout: give it more, or an index on the table's column timestamp");

    private static void Halve(Slice part, Stack<Slice> left)
    {
        var middle = part.From + ((part.Until - part.From) / 2);
        if (middle == part.From)
        {
            throw TooSlow(part.From);
        }

        left.Push(part with { From = middle, Rows = part.Rows / 2 });
        left.Push(part with { Until = middle, Rows = part.Rows / 2 });
    }

    private async Task WriteAsync(ChannelReader<(Slice, SliceRows)> parts, LaneWriter writer, CancellationToken cancellationToken)
    {
        await foreach (var (slice, rows) in parts.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var count = rows.Count;
            await writer.WriteAsync(slice, rows, cancellationToken).ConfigureAwait(false);
            progress.Add(count);
        }
    }
}
