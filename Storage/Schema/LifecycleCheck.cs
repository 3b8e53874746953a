namespace LaunchStack.Metrics.Storage.Schema;

/// <summary>Refuses lifecycle values by the one line that a user reads.</summary>
internal static class LifecycleCheck
{
    /// <summary>Refuses values that break a rule.</summary>
    public static void Rules(Lifecycle lifecycle, TimeSpan? acceptLate)
    {
        if (LifecycleRules.Broken(lifecycle, acceptLate).FirstOrDefault() is { } broken)
        {
            throw new StoreSchemaException(broken);
        }
    }

    /// <summary>Refuses values that would have to be written by somebody who may not.</summary>
    public static void Unchanged(Lifecycle stored, IReadOnlyDictionary<LifecycleValue, TimeSpan> overrides, string remedy)
    {
        if (LifecycleValue.All.FirstOrDefault(value => overrides.TryGetValue(value, out var wanted) && wanted != value.Get(stored)) is { } other)
        {
            throw new StoreSchemaException($"Metrics:{other.Option} is {overrides[other]:c}, and the database has {other.Get(stored):c}: {remedy}");
        }
    }
}
