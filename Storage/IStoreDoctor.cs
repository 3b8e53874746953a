namespace LaunchStack.Metrics.Storage;

/// <summary>
/// Looks at a store's database and says whether it is right: one that is out of reach, empty or half set up as well. Reads only, in short
/// transactions with time limits; a check that cannot be made is a finding and no exception.
/// </summary>
public interface IStoreDoctor
{
    /// <summary>Makes all checks.</summary>
    /// <param name="depth">How much the checks may cost.</param>
    /// <param name="cancellationToken">Ends the examination.</param>
    Task<DoctorReport> ExamineAsync(ExaminationDepth depth, CancellationToken cancellationToken);
}
