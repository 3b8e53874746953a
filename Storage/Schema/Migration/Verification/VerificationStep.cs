namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>The steps of a verification, in their order.</summary>
public enum VerificationStep
{
    /// <summary>Finding out on which pages of the source's table which days are.</summary>
    Survey = 0,

    /// <summary>Reading the counters that were before the time looked at.</summary>
    Counters = 1,

    /// <summary>Comparing days.</summary>
    Days = 2,

    /// <summary>Running the guide's queries.</summary>
    Queries = 3,
}
