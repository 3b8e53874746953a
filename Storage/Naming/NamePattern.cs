using System.Text;

namespace LaunchStack.Metrics.Storage.Naming;

/// <summary>
/// Patterns of the databases for texts that have a part in them, in upper or lower case. Every character of the part is spelled out with its
/// cases, so that all tiers find the same, whatever their collations and libraries say of upper and lower case.
/// </summary>
internal static class NamePattern
{
    /// <summary>For SQLite's GLOB.</summary>
    public static string Glob(string part) => $"*{Spell(part, cases => cases is [{ Value: not ('*' or '?' or '[') } only] ? $"{only}" : Class(cases))}*";

    /// <summary>For PostgreSQL's operator ~.</summary>
    public static string Regex(string part) => Spell(part, cases => cases switch
    {
        [var only] => IsMark(only) ? $"\\{only}" : $"{only}",
        [{ IsAscii: true }, ..] => Class(cases),

        // Whole characters: for a database whose encoding is SQL_ASCII, a class would be one of bytes.
        _ => $"(?:{string.Join('|', cases)})",
    });

    private static string Spell(string part, Func<IReadOnlyList<Rune>, string> one) =>
        string.Concat(part.EnumerateRunes().Select(character => one(LetterCases.Of(character))));

    private static string Class(IReadOnlyList<Rune> cases) => $"[{string.Concat(cases)}]";

    private static bool IsMark(Rune character) => character.IsAscii && !Rune.IsLetterOrDigit(character);
}
