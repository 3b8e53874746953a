using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

/// <summary>A database, and what tests do to it behind the store's back.</summary>
public abstract class StorePlace : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<ISampleStore> _stores = [];

    /// <summary>Whether two stores may use the place at once.</summary>
    public abstract bool IsShareable { get; }

    /// <summary>A store here, not open yet.</summary>
    public abstract ISampleStore Create();

    /// <summary>Writes a row with plain SQL.</summary>
    public abstract Task InsertAsync(InstanceSample row);

    /// <summary>Deletes an instance with plain SQL.</summary>
    public abstract Task DeleteInstanceAsync(Guid instanceId);

    /// <summary>Leaves an instance as a deletion does whose process has died some minutes ago.</summary>
    public abstract Task BuryAsync(Guid instanceId);

    /// <summary>Deletes an instance's rows between two moments with plain SQL.</summary>
    public abstract Task DeleteRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to);

    /// <summary>Changes an instance's rows between two moments with plain SQL.</summary>
    public abstract Task ChangeRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to, double cpu, long networkIn);

    /// <summary>Moves an instance's rows between two moments to another time with plain SQL.</summary>
    public abstract Task MoveRowsAsync(Guid instanceId, DateTimeOffset from, DateTimeOffset to, TimeSpan by);

    /// <summary>Has the table of raw rows refuse a CPU usage, as an operator's own rule may; null: none any more.</summary>
    public abstract Task RefuseCpuAsync(double? cpu);

    /// <summary>Brings hours and days up to date, as the tier does when it is time: at least those since a moment, by default as far back as always.</summary>
    public abstract Task RefreshAsync(DateTimeOffset? since = null);

    /// <summary>Drops what has expired, as the tier does when it is time.</summary>
    public abstract Task ExpireAsync();

    /// <summary>The sum of a column over an instance's rows, and their number.</summary>
    public abstract Task<(decimal NetworkIn, long Rows)> TotalAsync(Guid instanceId);

    /// <summary>An open store; the place disposes it.</summary>
    public async Task<ISampleStore> StoreAsync(int index = 0)
    {
        await _gate.WaitAsync();
        try
        {
            index = IsShareable ? index : 0;
            while (_stores.Count <= index)
            {
                var store = Create();
                await store.OpenAsync(applySchema: true, TestContext.Current.CancellationToken);
                _stores.Add(store);
            }

            return _stores[index];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        await DropAsync();
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes the place itself.</summary>
    protected abstract ValueTask DropAsync();
}
