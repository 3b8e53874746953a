using LaunchStack.Metrics.Client.Tests.Support;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Client.Tests;

/// <summary>
/// What is added is on disk before it is taken. A copy of the directory at any moment is what a killed process leaves.
/// </summary>
public sealed class SpillTests : IDisposable
{
    private static readonly Guid Instance = Guid.NewGuid();

    private readonly string _folder = Directory.CreateTempSubdirectory("launchstack-spill-").FullName;
    private readonly FakeService _service = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Live => Path.Combine(_folder, "live");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_client_started_after_a_crash_sends_again_what_was_not_durable_as_it_was()
    {
        var batch = Samples.Batch(3) with { Network = NetworkMode.Cumulative, Source = "contäiner", StartedAt = Samples.At(-100).Timestamp };
        string left;
        await using (var client = Create(Live))
        {
            await client.AddAsync(Instance, batch, Cancelled);
            await client.AddReadingAsync(Instance, Samples.At(3), "contäiner", Samples.At(-100).Timestamp, Cancelled);
            await client.AddAsync(Instance, Samples.At(4), Cancelled);
            left = Crash();
            _service.Commits = true;
        }

        var pushed = new List<InstanceBatch>();
        var service = new FakeIngest((parts, _) =>
        {
            pushed.AddRange(parts);
            return Task.FromResult(FakeIngest.Accept(parts));
        });
        await using (var next = new MetricsClient(FakeCluster.Of(service), Options(left, options => options.FlushInterval = TimeSpan.FromHours(1))))
        {
            await next.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        }

        Assert.Equal(2, pushed.Count);
        Assert.Equal(Enumerable.Range(0, 4).Select(Samples.At), pushed[0].Batch.Samples);
        Assert.Equal((NetworkMode.Cumulative, batch.Source, batch.StartedAt), (pushed[0].Batch.Network, pushed[0].Batch.Source, pushed[0].Batch.StartedAt));
        Assert.Equal((NetworkMode.Delta, Samples.At(4)), (pushed[1].Batch.Network, Assert.Single(pushed[1].Batch.Samples)));
        Assert.Empty(Files(left));
    }

    [Fact]
    public async Task Files_stay_while_anything_in_them_is_not_durable_and_go_with_the_last()
    {
        var client = Create(Live);
        await AddAsync(client, 0, 10);
        await client.FlushAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        Assert.Single(Files(Live));
        Assert.True(client.State.SpilledBytes > 0);

        _service.Commits = true;
        await client.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        await client.DisposeAsync();

        Assert.Empty(Files(Live));
        Assert.Equal(0, client.State.SpilledBytes);
    }

    [Fact]
    public async Task What_cannot_be_delivered_before_the_end_stays_on_disk_and_is_not_lost()
    {
        var gate = new TaskCompletionSource();
        _service.Gate = gate.Task;
        var client = Create(Live, options => options.DisposeTimeout = TimeSpan.Zero);
        await AddAsync(client, 0, 3);
        var disposing = client.DisposeAsync();
        gate.SetResult();
        await disposing;
        Assert.Equal((0, 3), (client.Lost, client.State.Pending + client.State.Unconfirmed));

        _service.Commits = true;
        await using var next = Create(Live);
        await next.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal([0, 1, 2], Seconds().Distinct().Order());
        Assert.Equal(3, next.State.Durable);
    }

    [Fact]
    public async Task A_client_that_was_never_connected_leaves_everything_to_the_next()
    {
        var client = MetricsClient.Open(options =>
        {
            options.SpillDirectory = Live;
            options.Gateways = [$"localhost:{FreePorts.Next()}"];
            options.DisposeTimeout = TimeSpan.FromMilliseconds(1);
        });
        await AddAsync(client, 0, 3);
        await client.DisposeAsync().AsTask().WaitAsync(Deadline.Default, Cancelled);
        Assert.Equal((0, 3), (client.Lost, client.Pending));

        _service.Commits = true;
        await using var next = Create(Live);
        await next.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal([0, 1, 2], Seconds());
    }

    [Fact]
    public async Task A_torn_last_record_is_skipped_with_a_warning()
    {
        var file = await CrashWithAsync(3);
        await using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.SetLength(stream.Length - 5);
        }

        Assert.Equal([0, 1], await RestoreAsync(file, "no whole record"));
    }

    [Fact]
    public async Task A_damaged_record_costs_only_itself_and_is_reported()
    {
        var file = await CrashWithAsync(3);
        var bytes = await File.ReadAllBytesAsync(file, Cancelled);
        bytes[bytes.Length / 2] ^= 0xFF;
        await File.WriteAllBytesAsync(file, bytes, Cancelled);

        Assert.Equal([0, 2], await RestoreAsync(file, "1 damaged records"));
    }

    [Fact]
    public async Task What_does_not_fit_in_memory_stays_on_disk_and_is_sent_in_order()
    {
        var gate = new TaskCompletionSource();
        _service.Gate = gate.Task;
        await using var client = Create(Live, options => options.MaxPending = 3);
        foreach (var second in Enumerable.Range(0, 100))
        {
            Assert.True(client.TryAdd(Instance, Samples.At(second)));
        }

        Assert.Equal(100, client.Pending);
        _service.Commits = true;
        gate.SetResult();
        foreach (var second in Enumerable.Range(100, 400))
        {
            Assert.True(client.TryAdd(Instance, Samples.At(second)));
        }

        await client.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);

        Assert.Equal(Enumerable.Range(0, 500), Seconds());
        Assert.Equal((0, 500, null), (client.Pending, client.State.Durable, client.State.Oldest));
    }

    [Fact]
    public async Task The_size_is_bounded_and_a_full_directory_refuses_or_lets_wait()
    {
        await using var client = Create(Live, options => options.SpillMaxBytes = 4 * 1024 * 1024);
        var taken = 0;
        while (client.TryAdd(Instance, Samples.Batch(2_000)))
        {
            Assert.True(++taken < 100);
        }

        var waiting = client.AddAsync(Instance, Samples.Batch(2_000), Cancelled).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.InRange(Files(Live).Sum(file => new FileInfo(file).Length), 3 * 1024 * 1024, (4 * 1024 * 1024) + 1_000);

        _service.Commits = true;
        await waiting.WaitAsync(Deadline.Default, Cancelled);
        await client.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        Assert.Equal((2_000 * (taken + 1), 0), (client.State.Durable, client.Lost));
    }

    [Fact]
    public async Task A_directory_that_another_client_uses_is_refused_by_name()
    {
        await using var client = Create(Live);

        var thrown = Assert.Throws<SpillException>(() => Create(Live));

        Assert.Contains($"\"{Live}\" is used by another client", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_used_is_refused_by_name()
    {
        await File.WriteAllTextAsync(Live, "a file", Cancelled);
        Assert.Contains($"\"{Live}\" cannot be used", Assert.Throws<SpillException>(() => Create(Live)).Message, StringComparison.Ordinal);

        var other = Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "1.spill"), "of another version", Cancelled);
        Assert.Contains("is no spill file of this version", Assert.Throws<SpillException>(() => Create(other)).Message, StringComparison.Ordinal);
    }

    private static async Task AddAsync(MetricsClient client, int from, int to)
    {
        for (var second = from; second < to; second++)
        {
            await client.AddAsync(Instance, Samples.At(second), Cancelled);
        }
    }

    private static string[] Files(string directory) => Directory.GetFiles(directory, "*.spill");

    private static MetricsClientOptions Options(string directory, Action<MetricsClientOptions>? configure = null)
    {
        var options = new MetricsClientOptions
        {
            FlushInterval = TimeSpan.Zero,
            Lanes = 1,
            ConfirmInterval = TimeSpan.FromMilliseconds(20),
            DisposeTimeout = TimeSpan.FromSeconds(5),
            SpillDirectory = directory,
        };
        configure?.Invoke(options);
        return options;
    }

    private MetricsClient Create(string directory, Action<MetricsClientOptions>? configure = null, ListLogger? logger = null) =>
        new(FakeCluster.Of(_service), Options(directory, configure), logger: logger);

    private string Crash()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_folder, $"{Guid.NewGuid()}")).FullName;
        foreach (var file in Files(Live))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private async Task<string> CrashWithAsync(int samples)
    {
        await using var client = Create(Live, options => options.DisposeTimeout = TimeSpan.Zero);
        await AddAsync(client, 0, samples);
        return Assert.Single(Files(Crash()));
    }

    private async Task<IEnumerable<int>> RestoreAsync(string file, string warning)
    {
        var service = new FakeService { Commits = true };
        var logger = new ListLogger();
        await using (var next = new MetricsClient(FakeCluster.Of(service), Options(Path.GetDirectoryName(file)!), logger: logger))
        {
            await next.SettleAsync(Cancelled).WaitAsync(Deadline.Default, Cancelled);
        }

        Assert.Contains(logger.Lines, line => line.Contains(warning, StringComparison.Ordinal));
        return SecondsOf(service);
    }

    private IEnumerable<int> Seconds() => SecondsOf(_service);

    private static IEnumerable<int> SecondsOf(FakeService service) =>
        service.Taken.Select(taken => (int)(taken.Timestamp - Samples.At(0).Timestamp).TotalSeconds);
}
