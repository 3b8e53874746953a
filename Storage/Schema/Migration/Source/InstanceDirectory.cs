using System.Collections.Concurrent;
using LaunchStack.Metrics.Storage.Postgres;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>The instances that rows were met of, and which of them the source still has.</summary>
/// <param name="source">The source.</param>
/// <param name="table">Its table.</param>
/// <param name="lanes">How many lanes there are.</param>
internal sealed class InstanceDirectory(MigrationDatabase source, SourceTable table, int lanes)
{
    private readonly ConcurrentDictionary<Guid, InstanceEntry> _entries = [];

    private long _slices;

    public ICollection<InstanceEntry> All => _entries.Values;

    public InstanceEntry Of(Guid id) => _entries.GetOrAdd(id, static (key, count) => new InstanceEntry(key, count), lanes);

    /// <summary>A number that no slice of this run had: an instance's place in a slice goes by it.</summary>
    public long NextSlice() => ++_slices;

    /// <summary>Finds out which instances the source has now, all of them.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (!table.HasInstances)
        {
            return;
        }

        foreach (var entry in All)
        {
            entry.IsThere = false;
        }

        await GrowAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds out which instances the source has got since; none is forgotten. Between a pass's horizon and the pass: rows of an instance that
    /// comes after are found by the next one.
    /// </summary>
    public async Task GrowAsync(CancellationToken cancellationToken)
    {
        if (table.HasInstances)
        {
            (await source.ReadAsync($"SELECT id FROM {table.Instances}", reader => reader.GetGuid(0), cancellationToken).ConfigureAwait(false))
                .ForEach(id => Of(id).IsThere = true);
        }
    }

    /// <summary>Whether the source has an instance, as far as is known.</summary>
    public bool Has(InstanceEntry entry) => entry.IsThere ??= !table.HasInstances;

    /// <summary>Finds out which of these the source has now. One that it had is asked for no more: a run has one view of it.</summary>
    public async Task LookUpAsync(IEnumerable<InstanceEntry> entries, CancellationToken cancellationToken)
    {
        var unknown = entries.Where(entry => entry.IsThere is not true).ToList();
        if (!table.HasInstances)
        {
            unknown.ForEach(entry => entry.IsThere = true);
            return;
        }

        if (unknown.Count > 0)
        {
            var there = (await ReadAsync(unknown.Select(entry => entry.Id), cancellationToken).ConfigureAwait(false)).Select(item => item.Id).ToHashSet();
            unknown.ForEach(entry => entry.IsThere = there.Contains(entry.Id));
        }
    }

    /// <summary>The source's instances of these ids, with names and dates where it has such columns.</summary>
    public async Task<List<(Guid Id, string? Name, DateTimeOffset? CreatedAt)>> ReadAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        if (!table.HasInstances)
        {
            return [.. ids.Select(id => (id, (string?)null, (DateTimeOffset?)null))];
        }

        var columns = await source.ReadAsync(
            SqlText.Read("migration/source/instances-columns.sql"), reader => reader.GetString(0), cancellationToken, Parameter.Text(table.Instances)).ConfigureAwait(false);
        var name = columns.Contains("name") ? "name::TEXT" : "NULL::TEXT";
        var created = columns.Contains("created_at") ? "created_at::TIMESTAMPTZ" : "NULL::TIMESTAMPTZ";
        return await source.ReadAsync(
            $"SELECT id, {name}, {created} FROM {table.Instances} WHERE id = ANY ($1)",
            reader => (
                reader.GetGuid(0),
                reader.IsDBNull(1) ? null : reader.GetString(1),
                reader.IsDBNull(2) ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(2)),
            cancellationToken,
            Parameter.Uuids(ids)).ConfigureAwait(false);
    }
}
