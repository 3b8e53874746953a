using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Silo.Health;

/// <summary>
/// Keeps the doctor's newest report at hand: who asks gets the last one at once, and has the next one made in the background when that
/// one is old. A silo that nobody asks examines nothing.
/// </summary>
internal sealed partial class StoreExaminer(
    IStoreDoctor doctor, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<StoreExaminer> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private long? _startedAt;
    private volatile DoctorReport? _latest;

    /// <summary>The newest report; null until the first one is made.</summary>
    public DoctorReport? Latest()
    {
        lock (_gate)
        {
            if (_running.IsCompleted && (_startedAt is not { } start || time.GetElapsedTime(start) >= Interval))
            {
                _startedAt = time.GetTimestamp();
                _running = Task.Run(ExamineAsync, CancellationToken.None);
            }
        }

        return _latest;
    }

    private async Task ExamineAsync()
    {
        try
        {
            _latest = await doctor.ExamineAsync(ExaminationDepth.Quick, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
#pragma warning disable CA1031 // Nobody awaits this, and a fault of the doctor must not look like one of the database.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "The examination of the database failed")]
    private partial void LogFailed(Exception exception);
}
