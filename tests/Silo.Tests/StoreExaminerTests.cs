using LaunchStack.Metrics.Silo.Health;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class StoreExaminerTests
{
    [Fact]
    public async Task It_answers_at_once_and_examines_once_a_minute_however_many_ask_and_one_at_a_time()
    {
        var time = new FakeTimeProvider();
        using var doctor = new SlowDoctor(time);
        var examiner = new StoreExaminer(doctor, time, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), NullLogger<StoreExaminer>.Instance);

        Assert.Equal(0, doctor.Begun);
        Assert.Null(examiner.Latest());
        Assert.Null(examiner.Latest());
        await Deadline.UntilAsync(() => doctor.Begun == 1, "the first examination begins");

        // It takes its time: no second one beside it.
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(examiner.Latest());
        Assert.Equal(1, doctor.Begun);

        doctor.Finish();
        await Deadline.UntilAsync(() => examiner.Latest() is not null, "the report is there");
        await Deadline.UntilAsync(() => doctor.Begun == 2, "one that is old is made again");
        doctor.Finish();

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(examiner.Latest());
        Assert.Equal(2, doctor.Begun);
    }

    private sealed class SlowDoctor(TimeProvider time) : IStoreDoctor, IDisposable
    {
        private readonly SemaphoreSlim _finish = new(0);
        private int _begun;

        public int Begun => Volatile.Read(ref _begun);

        public void Finish() => _finish.Release();

        public void Dispose() => _finish.Dispose();

        public async Task<DoctorReport> ExamineAsync(ExaminationDepth depth, CancellationToken cancellationToken)
        {
            Assert.Equal(ExaminationDepth.Quick, depth);
            Interlocked.Increment(ref _begun);
            await _finish.WaitAsync(cancellationToken);
            return new DoctorReport("here", Tier.Sqlite, time.GetUtcNow(), [new Finding("file", FindingStatus.Ok, "sound", null)]);
        }
    }
}
