using System.Text;

namespace LaunchStack.Metrics.Storage.Naming;

/// <summary>
/// Patterns of the databases for texts that have a part in them, in upper or lower case. Every character of the part is spelled out with its
/// cases, so that all tiers find the same, whatever their collations and libraries say of upper and lower case.
/// </summary>
internal static class NamePattern
{
    /// <summary>For SQLite's GLOB.</summary>
    public static string Glob(string part) => $"*{Spell(part, character => character.Value is '*' or '?' or '[' ? $"[{character}]" : $"{character}")}*";

    /// <summary>For PostgreSQL's operator ~.</summary>
    public static string Regex(string part) => Spell(part, character => IsMark(character) ? $"\\{character}" : $"{character}");

    private static string Spell(string part, Func<Rune, string> one)
    {
        var pattern = new StringBuilder();
        foreach (var character in part.EnumerateRunes())
        {
            var cases = LetterCases.Of(character);
            pattern.Append(cases.Count == 1 ? one(character) : $"[{string.Concat(cases)}]");
        }

        return pattern.ToString();
    }

    private static bool IsMark(Rune character) => character.IsAscii && !Rune.IsLetterOrDigit(character);
}
