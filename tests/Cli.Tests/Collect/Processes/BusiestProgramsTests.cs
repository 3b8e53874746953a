using LaunchStack.Metrics.Cli.Collect.Processes;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Processes;

public sealed class BusiestProgramsTests
{
    private readonly BusiestPrograms _busiest = new(2);

    [Fact]
    public void Chosen_are_the_busiest_by_cpu_and_then_by_memory() =>
        Assert.Equal(["b", "c"], Choose(("a", 5, 900), ("b", 80, 1), ("c", 5, 901), ("d", 4, 9_000)));

    [Fact]
    public void What_hardly_does_anything_is_told_apart_by_memory() =>
        Assert.Equal(["b", "c"], Choose(("a", 0.9, 1), ("b", 0, 9), ("c", 0.1, 8)));

    [Fact]
    public void Once_chosen_a_program_stays_while_it_runs()
    {
        Choose(("a", 50, 1), ("b", 40, 1), ("c", 0, 1));

        Assert.Equal(["c", "a", "b"], Choose(("a", 30, 1), ("b", 0, 1), ("c", 60, 1)));
        Assert.Equal(["c", "a", "b"], Choose(("a", 30, 1), ("b", 0, 1), ("c", 60, 1)));
    }

    [Fact]
    public void Twice_as_many_as_wanted_may_stay_and_then_the_one_leaves_that_was_not_busy_for_the_longest_time()
    {
        Choose(("a", 50, 1), ("b", 40, 1));
        Choose(("a", 0, 1), ("b", 40, 1), ("c", 50, 1));
        Choose(("a", 0, 1), ("b", 0, 1), ("c", 50, 1), ("d", 60, 1));

        Assert.Equal(["e", "d", "b", "c"], Choose(("a", 0, 9), ("b", 0, 8), ("c", 0, 7), ("d", 60, 1), ("e", 70, 1)));
    }

    [Fact]
    public void What_has_ended_makes_room_and_is_chosen_again_only_when_it_is_busy()
    {
        Choose(("a", 50, 1), ("b", 40, 1));
        Choose(("b", 40, 1), ("c", 30, 1));

        Assert.Equal(["b", "c"], Choose(("a", 0, 1), ("b", 40, 1), ("c", 30, 1)));
    }

    private string[] Choose(params (string Name, double Cpu, int Memory)[] running) =>
        [.. _busiest.Choose(running.Select(program => new ProgramUsage(new ProgramKey("", program.Name), program.Cpu, (ulong)program.Memory)))
            .Select(program => program.Program.Name)];
}
