using System.Text;
using LaunchStack.Metrics.Storage.Naming;

namespace LaunchStack.Metrics.Storage.Tests.Naming;

public sealed class LetterCasesTests
{
    [Fact]
    public void Every_character_has_the_cases_that_an_ordinal_comparison_takes_for_equal()
    {
        var groups = Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value))
            .GroupBy(rune => rune.ToString(), StringComparer.OrdinalIgnoreCase);
        var wrong = (from equal in groups from rune in equal where !LetterCases.Of(rune).ToHashSet().SetEquals(equal) select rune).ToList();
        Assert.Empty(wrong);
        Assert.Equal(["k", "K"], LetterCases.Of(new Rune('K')).Select(rune => rune.ToString()).OrderDescending(StringComparer.Ordinal));
    }
}
