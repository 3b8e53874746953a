using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

// Goes on with what is added to the source.
internal sealed partial class MigrationRun
{
    private static readonly TimeSpan FollowEvery = TimeSpan.FromSeconds(2);

    // The newest rows wait for others of their time that are being committed: each one that comes after them has them derived again.
    private static readonly TimeSpan FollowLag = TimeSpan.FromSeconds(5);

    // A look at the whole source is worth a twentieth of the time: it finds what lies elsewhere than at the ends, and keeps the last one short.
    private const int WholeEvery = 20;

    private async Task FollowAsync(Task cutOver, CancellationToken cancellationToken)
    {
        _progress.Follow();
        var (wholeAt, wholeTook) = (_time.GetTimestamp(), FollowEvery);
        while (!cutOver.IsCompleted)
        {
            _progress.Begin($"follows the source: copied until {Moments.ToTime(State.CopiedUntil):yyyy-MM-dd HH:mm:ss} UTC", "", 0);
            await Task.WhenAny(cutOver, Task.Delay(FollowEvery, _time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (_time.GetElapsedTime(wholeAt) > wholeTook * WholeEvery)
            {
                var began = _time.GetTimestamp();
                await TurnAsync(PassKind.Whole, cancellationToken).ConfigureAwait(false);
                (wholeAt, wholeTook) = (_time.GetTimestamp(), Longer(_time.GetElapsedTime(began), FollowEvery));
            }
            else
            {
                await TurnAsync(PassKind.Ends, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
