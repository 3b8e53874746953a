namespace LaunchStack.Metrics.Grains.Writer;

/// <summary>
/// How many rows the next transaction may have: as many as the database is likely to take within a second, so that a slow one does not
/// hold its locks for long and a fast one has few commits.
/// </summary>
internal sealed class BatchLimit(int most)
{
    private const double Seconds = 1;

    // One slow commit is a checkpoint, or a lock; several in a row are the database's pace.
    private const double Weight = 0.3;
    private const int Least = 500;

    private double _rowsPerSecond = most / Seconds;

    public int Rows => (int)Math.Clamp(_rowsPerSecond * Seconds, Math.Min(Least, most), most);

    public void Observe(int rows, TimeSpan elapsed)
    {
        // Small transactions are mostly round trips and say little about larger ones.
        if (rows >= Math.Min(Least, most))
        {
            _rowsPerSecond += Weight * ((rows / Math.Max(elapsed.TotalSeconds, 0.001)) - _rowsPerSecond);
        }
    }
}
