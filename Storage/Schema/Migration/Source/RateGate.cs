namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>Lets no more than so many rows a second through, between statements and never within one.</summary>
/// <param name="rowsPerSecond">How many; 0: any number.</param>
/// <param name="time">The clock.</param>
internal sealed class RateGate(int rowsPerSecond, TimeProvider time)
{
    // What was not used is not saved up: after a pause the source is not to be hit all the harder.
    private long _free = time.GetTimestamp();

    /// <summary>Waits until so many more rows may have been read.</summary>
    public async Task PassAsync(long rows, CancellationToken cancellationToken)
    {
        if (rowsPerSecond == 0)
        {
            return;
        }

        var now = time.GetTimestamp();
        _free = Math.Max(now, _free) + (long)((double)rows / rowsPerSecond * time.TimestampFrequency);
        await Task.Delay(time.GetElapsedTime(now, _free), time, cancellationToken).ConfigureAwait(false);
    }
}
