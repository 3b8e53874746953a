using System.Runtime.CompilerServices;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Export;

/// <summary>
/// Reads an instance's samples to their end. A silo forgets a reader that did not ask for a while, because what it writes to was busy, and one of
/// another silo that is gone: the reading goes on behind the last sample then.
/// </summary>
/// <param name="read">Reads from a moment on, oldest first.</param>
internal sealed class SampleReader(Func<DateTimeOffset, IAsyncEnumerable<InstanceSample>> read)
{
    public async IAsyncEnumerable<InstanceSample> ReadAsync(DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        InstanceSample? last = null;
        for (var isAtEnd = false; !isAtEnd;)
        {
            var before = last;
            await using var samples = read(last?.Sample.Timestamp ?? from).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await samples.MoveNextAsync())
                    {
                        isAtEnd = true;
                        break;
                    }
                }
                catch (EnumerationAbortedException) when (last != before)
                {
                    break;
                }

                if (last is null || IsAfter(samples.Current, last.Value))
                {
                    last = samples.Current;
                    yield return samples.Current;
                }
            }
        }
    }

    private static bool IsAfter(InstanceSample sample, InstanceSample last) => sample.Sample.Timestamp > last.Sample.Timestamp
        || (sample.Sample.Timestamp == last.Sample.Timestamp && sample.Id.CompareTo(last.Id) > 0);
}
