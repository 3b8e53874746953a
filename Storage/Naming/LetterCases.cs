using System.Text;

namespace LaunchStack.Metrics.Storage.Naming;

/// <summary>
/// The cases that a letter has: characters with the same counterpart in upper case, one to one, as
/// <see cref="StringComparison.OrdinalIgnoreCase"/> takes them for equal. No database is asked, for each has a rule of its own.
/// </summary>
internal static class LetterCases
{
    // Unicode has no letter with cases beyond it.
    private const int Last = 0x1FFFF;

    private static readonly Lazy<Dictionary<Rune, Rune[]>> Groups = new(() => Runes()
        .Where(rune => Rune.ToUpperInvariant(rune) != rune)
        .GroupBy(Rune.ToUpperInvariant)
        .ToDictionary(lower => lower.Key, lower => (Rune[])[lower.Key, .. lower]));

    /// <summary>All cases of a character, itself among them; alone where it has no other.</summary>
    public static IReadOnlyList<Rune> Of(Rune character) =>
        Groups.Value.TryGetValue(Rune.ToUpperInvariant(character), out var cases) ? cases : [character];

    private static IEnumerable<Rune> Runes() => Enumerable.Range(0, Last + 1).Where(Rune.IsValid).Select(value => new Rune(value));
}
