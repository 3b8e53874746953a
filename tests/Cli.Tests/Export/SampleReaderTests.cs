using LaunchStack.Metrics.Cli.Export;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Export;

public sealed class SampleReaderTests
{
    private static readonly Guid Instance = Guid.NewGuid();
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 13, 0, 0, TimeSpan.Zero);

    // Two of one moment, as others than the service may write them.
    private static readonly InstanceSample[] Stored = [Sample(0, 1), Sample(1, 1), Sample(1, 2), Sample(2, 1)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_reading_that_the_silo_forgot_goes_on_behind_the_last_sample(int after)
    {
        var readings = 0;
        var reader = new SampleReader(from => FromAsync(from, readings++ == 0 ? after : int.MaxValue));

        Assert.Equal(Stored, await reader.ReadAsync(Start, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, readings);
    }

    [Fact]
    public async Task A_reading_that_does_not_get_on_ends()
    {
        var reader = new SampleReader(from => FromAsync(from, 0));

        await Assert.ThrowsAsync<EnumerationAbortedException>(
            async () => await reader.ReadAsync(Start, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static async IAsyncEnumerable<InstanceSample> FromAsync(DateTimeOffset from, int abortAfter)
    {
        foreach (var (number, sample) in Stored.Where(sample => sample.Sample.Timestamp >= from).Index())
        {
            if (number >= abortAfter)
            {
                throw new EnumerationAbortedException("idle for too long");
            }

            yield return sample;
            await Task.Yield();
        }
    }

    private static InstanceSample Sample(int second, byte id) =>
        new(new Guid(0, 0, 0, [0, 0, 0, 0, 0, 0, 0, id]), Instance, new Sample(Start.AddSeconds(second), 1, 1, 1, 1, 1));
}
