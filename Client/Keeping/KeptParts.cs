using LaunchStack.Metrics.Client.Delivery;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Client.Keeping;

/// <summary>
/// A lane's accepted samples that are not known to be durable. Only the silo that accepted a part can say so; as soon as another one
/// answers for the instance, the part is due to be sent again, because the first may be gone with it.
/// </summary>
internal sealed class KeptParts(MetricsClientOptions options, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, KeptInstance> _instances = [];
    private readonly HashSet<Part> _underWay = [];
    private readonly PriorityQueue<Part, long> _due = new();
    private long _sequence;
    private long _samples;

    /// <summary>How many samples are kept, those on their way again included.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    /// <summary>How many of them are to be sent again.</summary>
    public int Due
    {
        get
        {
            lock (_gate)
            {
                return _due.UnorderedItems.Sum(due => due.Element.Samples);
            }
        }
    }

    /// <summary>The place of the newest part that was kept.</summary>
    public long Newest => Interlocked.Read(ref _sequence);

    /// <summary>When the oldest kept sample was added, in ticks of UTC.</summary>
    public long? OldestAddedAt
    {
        get
        {
            lock (_gate)
            {
                return All().Select(part => (long?)part.AddedAt).Min();
            }
        }
    }

    /// <summary>Keeps an accepted part until its silo says that it is durable.</summary>
    /// <returns>What its receipt lets go of; the part itself may be among it.</returns>
    public IReadOnlyList<Part> Keep(Part part, Durability durability)
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            part.Durability = durability;
            if (part.Sequence == 0)
            {
                part.Sequence = ++_sequence;
            }

            if (!_instances.TryGetValue(part.InstanceId, out var instance))
            {
                _instances.Add(part.InstanceId, instance = new KeptInstance(durability.Silo, now));
            }

            MoveTo(durability.Silo, instance, now);
            instance.Parts.Enqueue(part);
            instance.KeptAt = now;
            _samples += part.Samples;
            return LetGo(part.InstanceId, instance, durability, now);
        }
    }

    /// <summary>Takes the answer to a question.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="askedAt">When the question was sent.</param>
    /// <returns>What it lets go of.</returns>
    public IReadOnlyList<Part> Take(InstanceDurability answer, long askedAt)
    {
        lock (_gate)
        {
            if (answer.Durability is not { } durability || !_instances.TryGetValue(answer.InstanceId, out var instance))
            {
                return [];
            }

            if (durability.Silo != instance.Silo && timeProvider.GetElapsedTime(askedAt, instance.KeptAt) > TimeSpan.Zero)
            {
                // A receipt came after the question: which silo has the instance now is not this answer's to say.
                return [];
            }

            var now = timeProvider.GetTimestamp();
            MoveTo(durability.Silo, instance, now);
            return LetGo(answer.InstanceId, instance, durability, now);
        }
    }

    /// <summary>Which instances have said nothing for long enough to be asked.</summary>
    /// <param name="hurry">All of them now, since somebody waits for their room.</param>
    public Questions TakeQuestions(bool hurry)
    {
        var (patient, urgent) = (new List<DurabilityQuestion>(), new List<DurabilityQuestion>());
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            foreach (var (id, instance) in _instances)
            {
                if (!hurry && (Since(instance.WaitingSince, now) < options.ConfirmInterval || Since(instance.AskedAt, now) < options.ConfirmInterval))
                {
                    continue;
                }

                instance.AskedAt = now;
                (hurry || Since(instance.WaitingSince, now) >= options.ResendAfter ? urgent : patient).Add(new(id, instance.Silo));
            }
        }

        return new Questions(patient, urgent);
    }

    /// <summary>
    /// Makes due what nobody answers for although it was asked about. A silo that answers "not yet" is waited for, however long its
    /// database takes: sending again would only add to the load.
    /// </summary>
    public void ExpireUnanswered()
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            foreach (var (id, instance) in _instances)
            {
                if (Since(instance.ToldAt, instance.AskedAt) > TimeSpan.Zero && Since(instance.ToldAt, now) >= options.ResendAfter)
                {
                    MakeDue(instance);
                    _instances.Remove(id);
                }
            }
        }
    }

    /// <summary>Takes parts that are to be sent again, oldest first, as many as one push carries; they stay counted until <see cref="EndResend"/>.</summary>
    public IReadOnlyList<Part> TakeDue()
    {
        lock (_gate)
        {
            var taken = new List<Part>();
            var samples = 0;
            while (_due.TryPeek(out var next, out _) && (samples == 0 || samples + next.Samples <= options.BatchSize))
            {
                samples += next.Samples;
                taken.Add(_due.Dequeue());
            }

            var joined = Grouping.Join(taken);
            _underWay.UnionWith(joined);
            return joined;
        }
    }

    /// <summary>A part's resend has ended: it is kept anew, or lost.</summary>
    public void EndResend(Part part)
    {
        lock (_gate)
        {
            _underWay.Remove(part);
            _samples -= part.Samples;
        }
    }

    /// <summary>A part could not be sent again before the client ended: it stays kept and unconfirmed.</summary>
    public void PutBack(Part part)
    {
        lock (_gate)
        {
            _underWay.Remove(part);
            _due.Enqueue(part, part.Sequence);
        }
    }

    /// <summary>Whether parts up to a place are still kept.</summary>
    public bool HoldsUpTo(long sequence)
    {
        lock (_gate)
        {
            return All().Any(part => part.Sequence <= sequence);
        }
    }

    /// <summary>Questions about the instances that keep parts up to a place.</summary>
    public IReadOnlyList<DurabilityQuestion> QuestionsUpTo(long sequence)
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            var questions = new List<DurabilityQuestion>();
            foreach (var (id, instance) in _instances)
            {
                if (instance.Parts.Any(part => part.Sequence <= sequence))
                {
                    instance.AskedAt = now;
                    questions.Add(new(id, instance.Silo));
                }
            }

            return questions;
        }
    }

    private void MoveTo(Guid silo, KeptInstance instance, long now)
    {
        instance.ToldAt = now;
        if (silo != instance.Silo)
        {
            MakeDue(instance);
            instance.Silo = silo;
            instance.WaitingSince = now;
        }
    }

    private void MakeDue(KeptInstance instance)
    {
        while (instance.Parts.TryDequeue(out var part))
        {
            _due.Enqueue(part, part.Sequence);
        }
    }

    private List<Part> LetGo(Guid id, KeptInstance instance, Durability durability, long now)
    {
        var gone = new List<Part>();
        while (instance.Parts.TryPeek(out var oldest) && durability.Covers(oldest.Durability))
        {
            gone.Add(instance.Parts.Dequeue());
            _samples -= oldest.Samples;
            instance.WaitingSince = now;
        }

        if (instance.Parts.Count == 0)
        {
            _instances.Remove(id);
        }

        return gone;
    }

    private IEnumerable<Part> All() => _instances.Values.SelectMany(instance => instance.Parts).Concat(_due.UnorderedItems.Select(due => due.Element)).Concat(_underWay);

    private TimeSpan Since(long start, long end) => timeProvider.GetElapsedTime(start, end);
}
