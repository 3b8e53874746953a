using System.Globalization;

namespace LaunchStack.Metrics.Testing.Faults;

/// <summary>
/// When faults strike, and which: all of it follows from a seed, so that a run can be had again as far as processes and networks allow.
/// Moments are numbers of samples, never times: a busy machine then meets the faults in the same places.
/// </summary>
internal sealed class FaultSchedule
{
    private const string SeedVariable = "LAUNCHSTACK_FAULT_SEED";
    private const string RoundsVariable = "LAUNCHSTACK_FAULT_ROUNDS";

    private readonly Random _random;

    private FaultSchedule(string scenario)
    {
        _random = new Random(scenario.Aggregate(Seed, (hash, letter) => unchecked((hash * 31) + letter)));
        Note($"{SeedVariable}={Seed} {RoundsVariable}={Read(RoundsVariable) ?? 0}: {scenario}");
    }

    /// <summary>The seed of this run of the tests.</summary>
    public static int Seed { get; } = Read(SeedVariable) ?? Random.Shared.Next(1_000_000);

    /// <summary>The schedule of the running test.</summary>
    public static FaultSchedule OfThisTest() => new(TestContext.Current.Test!.TestDisplayName);

    /// <summary>How often the test's faults strike.</summary>
    /// <param name="usual">In an ordinary run, which is short.</param>
    public int Rounds(int usual) => Read(RoundsVariable) ?? usual;

    public int Between(int least, int most) => _random.Next(least, most + 1);

    /// <summary>The same things in any order.</summary>
    public T[] Shuffle<T>(T[] things)
    {
        _random.Shuffle(things);
        return things;
    }

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Says what is done: a test that fails shows it.</summary>
    public void Note(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);

    private static int? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
