using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Push;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Push;

public sealed class PushSessionTests
{
    private static readonly Guid One = Guid.Parse("11111111-1111-4111-8111-111111111111");
    private static readonly Guid Other = Guid.Parse("22222222-2222-4222-8222-222222222222");
    private static readonly SampleBatch Template = new() { Samples = [], Network = NetworkMode.Cumulative, Source = "container" };

    private readonly List<IReadOnlyList<InstanceBatch>> _pushes = [];
    private readonly List<RejectedLine> _rejected = [];

    [Fact]
    public async Task Lines_are_pushed_in_batches_with_one_part_for_each_instance()
    {
        var session = Create(batch => Receipt(batch), batchSize: 3);

        await session.RunAsync(Lines((1, One), (2, Other), (3, One), (4, One)), _ => { });

        Assert.Equal([[2, 1], [1]], _pushes.Select(push => push.Select(part => part.Batch.Samples.Count).ToArray()));
        Assert.All(_pushes.SelectMany(push => push), part => Assert.Equal((NetworkMode.Cumulative, "container"), (part.Batch.Network, part.Batch.Source)));
        Assert.Equal((4, 4, 0), (session.Summary.Lines, session.Summary.Accepted, session.Summary.Rejected));
    }

    [Fact]
    public async Task A_sample_that_the_service_rejects_is_reported_by_its_line_in_the_order_of_the_input()
    {
        var session = Create(batch => Receipt(batch, new RejectedSample(1, "timestamp", "is too old")), batchSize: 10);

        await session.RunAsync(Lines((1, One), (3, One), (4, One)).Append(Wrong(7)), _ => { });

        Assert.Equal([new RejectedLine(3, "timestamp", "is too old"), new RejectedLine(7, "line", "is wrong")], _rejected);
        Assert.Equal((2, 2), (session.Summary.Accepted, session.Summary.Rejected));
    }

    [Fact]
    public async Task An_instance_that_is_refused_costs_its_own_lines()
    {
        var session = Create(
            batch => batch.InstanceId == One
                ? new InstanceReceipt { InstanceId = One, Fault = new UnknownInstanceException(One) }
                : Receipt(batch),
            batchSize: 10);

        await session.RunAsync(Lines((1, One), (2, Other)), _ => { });

        Assert.Equal(new RejectedLine(1, "instance_id", $"unknown instance {One}"), Assert.Single(_rejected));
        Assert.Equal(1, session.Summary.Accepted);
    }

    [Fact]
    public async Task A_service_that_takes_nothing_more_ends_the_push()
    {
        var session = Create(
            batch => new InstanceReceipt { InstanceId = batch.InstanceId, Fault = new OverloadedException("test", TimeSpan.FromSeconds(1)) }, batchSize: 2);

        var thrown = await Assert.ThrowsAsync<FailureException>(() => session.RunAsync(Lines((1, One), (2, One), (3, One)), _ => { }));

        Assert.StartsWith("stopped after line 2: overloaded", thrown.Message, StringComparison.Ordinal);
        Assert.Single(_pushes);
    }

    private PushSession Create(Func<InstanceBatch, InstanceReceipt> answer, int batchSize) => new(
        parts =>
        {
            _pushes.Add(parts);
            return Task.FromResult<IReadOnlyList<InstanceReceipt>>([.. parts.Select(answer)]);
        },
        Guid.Empty,
        Template,
        batchSize,
        new ListReport(_rejected));

    private static InstanceReceipt Receipt(InstanceBatch batch, params RejectedSample[] rejected) => new()
    {
        InstanceId = batch.InstanceId,
        Receipt = new PushReceipt(batch.Batch.Samples.Count - rejected.Length, 0, 0, rejected),
    };

    private static IAsyncEnumerable<InputLine> Lines(params IEnumerable<(long Number, Guid Instance)> lines) =>
        lines.Select(line => new InputLine(line.Number, line.Instance, default, null)).ToAsyncEnumerable();

    private static InputLine Wrong(long number) => new(number, Guid.Empty, default, new RejectedSample(0, "line", "is wrong"));

    private sealed class ListReport(List<RejectedLine> rejected) : IPushReport
    {
        public void Reject(RejectedLine line) => rejected.Add(line);

        public void Finish(PushSummary summary)
        {
        }
    }
}
