using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LaunchStack.Metrics.Client.Tests;

/// <summary>What a disk that is full, or gives errors, costs a client that spills to it.</summary>
public sealed class SpillFaultTests : IAsyncDisposable
{
    private static readonly Guid Instance = Guid.NewGuid();

    private readonly string _folder = Directory.CreateTempSubdirectory("launchstack-spill-").FullName;
    private readonly TaskCompletionSource _gate = new();
    private readonly FakeService _service = new() { Commits = true };
    private readonly ListLogger _logger = new();
    private readonly List<MetricsClient> _clients = [];

    public SpillFaultTests() => _service.Gate = _gate.Task;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Live => Path.Combine(_folder, "live");

    private string[] Files => Directory.GetFiles(Live, "*.spill");

    public async ValueTask DisposeAsync()
    {
        // A test that fails must not keep what it waits for.
        _gate.TrySetResult();
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_a_full_disk_refuses_leaves_no_file_and_no_handle_behind()
    {
        using var disk = SmallDisk.MountOrSkip(Live);
        var client = Create();
        var handles = OpenFiles.At(Live).Count;
        disk.Fill();

        for (var second = 0; second < 50; second++)
        {
            await Assert.ThrowsAsync<SpillException>(() => client.AddAsync(Instance, Samples.At(second), Cancelled).AsTask());
        }

        Assert.Empty(Files);
        Assert.Equal((handles, 0, 0), (OpenFiles.At(Live).Count, client.State.SpilledBytes, client.Pending));

        disk.Free();
        _gate.SetResult();
        await client.AddAsync(Instance, Samples.At(100), Cancelled);
        await client.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        Assert.Equal([100], Seconds(_service));
    }

    [Fact]
    public async Task A_record_that_a_full_disk_has_torn_is_refused_and_does_not_come_back()
    {
        using var disk = SmallDisk.MountOrSkip(Live);
        var client = Create();
        await client.AddAsync(Instance, Samples.At(0), Cancelled);
        disk.Fill();

        // The file's last page has room for some.
        List<int> added = [0];
        var refused = 0;
        for (var second = 1; refused < 10; second++)
        {
            try
            {
                await client.AddAsync(Instance, Samples.At(second), Cancelled);
                added.Add(second);
            }
            catch (SpillException)
            {
                refused++;
            }
        }

        var torn = new FileInfo(Assert.Single(Files)).Length;
        Assert.True(torn > client.State.SpilledBytes + 8, "the record that was refused first is there in part");
        disk.Free();
        await client.AddAsync(Instance, Samples.At(1_000), Cancelled);
        added.Add(1_000);

        var next = new FakeService { Commits = true };
        await using (var restarted = new MetricsClient(FakeCluster.Of(next), Options(Crash())))
        {
            await restarted.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        }

        _gate.SetResult();
        await client.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        Assert.Equal(added, Seconds(next));
        Assert.Equal(added, Seconds(_service));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_for_a_while_is_read_again_and_named_once()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var client = Create(options => options.MaxPending = 3, time);
        await AddAsync(client, 0, 20);
        var file = Assert.Single(Files);
        Task settling;
        using (UnreadableFile.OfOrSkip(file))
        {
            settling = client.SettleAsync(Cancelled);
            _gate.SetResult();
            var end = time.GetUtcNow() + TimeSpan.FromMinutes(5);
            await AdvanceUntilAsync(time, () => time.GetUtcNow() >= end && _logger.Lines.Count > 0);
            Assert.False(settling.IsCompleted);
        }

        await AdvanceUntilAsync(time, () => settling.IsCompleted);
        await settling;

        Assert.Equal(Enumerable.Range(0, 20), Seconds(_service));
        var line = Assert.Single(_logger.Lines);
        Assert.Contains($"\"{file}\" cannot be read: Input/output error", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_whose_files_cannot_be_read_ends_in_time_and_leaves_them_to_the_next()
    {
        var client = Create(options => (options.MaxPending, options.DisposeTimeout) = (3, TimeSpan.FromMilliseconds(100)));
        await AddAsync(client, 0, 20);
        using (UnreadableFile.OfOrSkip(Assert.Single(Files)))
        {
            var flushing = client.FlushAsync(Cancelled);
            _gate.SetResult();
            await Deadline.UntilAsync(() => _logger.Lines.Any(line => line.Contains("cannot be read", StringComparison.Ordinal)), "the file is read");

            await client.DisposeAsync().AsTask().WaitAsync(Deadline.Default, Cancelled);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => flushing.WaitAsync(Deadline.Default, Cancelled));
        }

        Assert.Equal(0, client.Lost);
        var next = Create();
        await next.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        Assert.Equal(Enumerable.Range(0, 20), Seconds(_service).Distinct().Order());
    }

    private static MetricsClientOptions Options(string directory) => new()
    {
        FlushInterval = TimeSpan.Zero,
        Lanes = 1,
        DisposeTimeout = TimeSpan.FromSeconds(5),
        SpillDirectory = directory,
    };

    private static async Task AddAsync(MetricsClient client, int from, int to)
    {
        for (var second = from; second < to; second++)
        {
            await client.AddAsync(Instance, Samples.At(second), Cancelled);
        }
    }

    private static Task AdvanceUntilAsync(FakeTimeProvider time, Func<bool> condition) => Deadline.UntilAsync(
        () =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return condition();
        },
        "what time brings");

    private static IEnumerable<int> Seconds(FakeService service) =>
        service.Taken.Select(taken => (int)(taken.Timestamp - Samples.At(0).Timestamp).TotalSeconds);

    private MetricsClient Create(Action<MetricsClientOptions>? configure = null, TimeProvider? time = null)
    {
        var options = Options(Live);
        configure?.Invoke(options);
        var client = new MetricsClient(FakeCluster.Of(_service), options, time, _logger);
        _clients.Add(client);
        return client;
    }

    private string Crash()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_folder, "copy")).FullName;
        foreach (var file in Files)
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }
}
