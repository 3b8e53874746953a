namespace LaunchStack.Metrics.Storage;

/// <summary>How much an examination may cost the database.</summary>
public enum ExaminationDepth
{
    /// <summary>Catalogs and single rows only: cheap enough for every minute.</summary>
    Quick,

    /// <summary>Also what reads many rows or pages, each check within a few seconds.</summary>
    Full,
}
