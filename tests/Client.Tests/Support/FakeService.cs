using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>
/// A service that accepts everything and is as durable as the test says: on which silo an instance is, and whether that commits.
/// </summary>
internal sealed class FakeService : IIngestGrain
{
    private readonly Lock _gate = new();
    private readonly List<(Guid InstanceId, DateTimeOffset Timestamp)> _taken = [];
    private readonly List<bool> _questions = [];
    private long _position;
    private long _durable;

    /// <summary>The silo that answers; positions are its own.</summary>
    public Guid Silo { get; private set; } = Guid.NewGuid();

    /// <summary>Whether what is accepted is committed at once.</summary>
    public bool Commits { get; set; }

    /// <summary>Whether questions are answered.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>What is waited for before a push is answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Whether the caller of the newest push still waits for it.</summary>
    public CancellationToken Caller { get; private set; }

    /// <summary>Samples in the order of arrival.</summary>
    public IReadOnlyList<(Guid InstanceId, DateTimeOffset Timestamp)> Taken
    {
        get
        {
            lock (_gate)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>Questions so far: whether each wanted a flush.</summary>
    public IReadOnlyList<bool> Questions
    {
        get
        {
            lock (_gate)
            {
                return [.. _questions];
            }
        }
    }

    /// <summary>Another silo has the instances from now on; its positions are further than the first one's.</summary>
    public void Move()
    {
        lock (_gate)
        {
            (Silo, _durable) = (Guid.NewGuid(), _position += 1_000);
        }
    }

    /// <summary>Commits what was accepted.</summary>
    public void Commit()
    {
        lock (_gate)
        {
            _durable = _position;
        }
    }

    public async Task<IReadOnlyList<InstanceReceipt>> PushAsync(
        IReadOnlyList<InstanceBatch> batches, Acknowledgement acknowledgement, CancellationToken cancellationToken = default)
    {
        Caller = cancellationToken;
        await Gate;
        lock (_gate)
        {
            return [.. batches.Select(Take)];
        }
    }

    public Task<IReadOnlyList<InstanceDurability>> GetDurabilityAsync(
        IReadOnlyList<DurabilityQuestion> questions, bool handOver, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (questions.Count > 0)
            {
                _questions.Add(handOver);
            }

            return Task.FromResult<IReadOnlyList<InstanceDurability>>(
                [.. questions.Select(question => new InstanceDurability(question.InstanceId, Answers ? new Durability(Silo, _position, Commits ? _position : _durable) : null))]);
        }
    }

    private InstanceReceipt Take(InstanceBatch part)
    {
        _taken.AddRange(part.Batch.Samples.Select(sample => (part.InstanceId, sample.Timestamp)));
        var position = ++_position;
        return new InstanceReceipt
        {
            InstanceId = part.InstanceId,
            Receipt = new PushReceipt(part.Batch.Samples.Count, 0, 0, []) { Durability = new Durability(Silo, position, Commits ? position : _durable) },
        };
    }
}
