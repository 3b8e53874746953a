namespace LaunchStack.Metrics.Client.Delivery;

/// <summary>What became of added samples, in samples since the client was made.</summary>
internal sealed class DeliveryCounters(ClientInstruments instruments)
{
    private long _accepted;
    private long _durable;
    private long _duplicates;
    private long _rejected;
    private long _lost;
    private long _resent;

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Durable => Interlocked.Read(ref _durable);

    public long Duplicates => Interlocked.Read(ref _duplicates);

    public long Rejected => Interlocked.Read(ref _rejected);

    public long Lost => Interlocked.Read(ref _lost);

    public long Resent => Interlocked.Read(ref _resent);

    public void AddReceipt(int accepted, int duplicates, int rejected)
    {
        Interlocked.Add(ref _accepted, accepted);
        Interlocked.Add(ref _duplicates, duplicates);
        Interlocked.Add(ref _rejected, rejected);
        instruments.Accepted.Add(accepted);
        instruments.Duplicates.Add(duplicates);
        instruments.Rejected.Add(rejected);
    }

    public void AddDurable(int samples)
    {
        Interlocked.Add(ref _durable, samples);
        instruments.Durable.Add(samples);
    }

    public void AddLost(int samples)
    {
        Interlocked.Add(ref _lost, samples);
        instruments.Lost.Add(samples);
    }

    public void AddResent(int samples)
    {
        Interlocked.Add(ref _resent, samples);
        instruments.Resent.Add(samples);
    }
}
