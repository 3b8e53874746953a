using LaunchStack.Metrics.Storage.Schema.Migration.Source;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Source;

public sealed class SliceArraysTests
{
    // Of a size that no other test has under way.
    private const int Rows = 3_000_000;

    [Fact]
    public void A_slice_s_memory_is_used_again_by_whichever_thread_reads_the_next_one()
    {
        var first = On(() => SliceArrays.Keys.Rent(Rows));
        On(() => SliceArrays.Keys.Return(first));

        var second = On(() => SliceArrays.Keys.Rent(Rows));
        On(() => SliceArrays.Keys.Return(second));

        Assert.Same(first, second);
    }

    private static T On<T>(Func<T> work)
    {
        T? result = default;
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result!;
    }

    private static void On(Action work) => On(() =>
    {
        work();
        return 0;
    });
}
