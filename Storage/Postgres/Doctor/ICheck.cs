using LaunchStack.Metrics.Storage.Schema.Doctor;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>One thing that the doctor looks at.</summary>
internal interface ICheck
{
    /// <summary>What it looks at, as <c>docs/doctor.md</c> lists it.</summary>
    string Name { get; }

    /// <summary>Looks. One verdict, or one for each thing that is wrong; none where the check does not apply.</summary>
    /// <param name="examination">What the checks share.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    Task<IReadOnlyList<Verdict>> RunAsync(Examination examination, CancellationToken cancellationToken);
}
