using System.Globalization;

namespace LaunchStack.Metrics.Cli.Export;

/// <summary>How far an export is.</summary>
internal sealed class ExportMeter(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _samples;

    public void Count() => Interlocked.Increment(ref _samples);

    public override string ToString()
    {
        var (samples, elapsed) = (Interlocked.Read(ref _samples), time.GetElapsedTime(_started));
        var rate = elapsed > TimeSpan.Zero ? samples / elapsed.TotalSeconds : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{samples} samples in {elapsed.TotalSeconds:0.0} s, {rate:0}/s");
    }
}
