using System.Text;

namespace LaunchStack.Metrics.Storage.DeadLetters;

/// <summary>Texts of dead letters as every database can hold them: a letter must not be refused in its turn.</summary>
internal static class LetterText
{
    // An operator's trigger may say anything.
    private const int MaxReasonLength = 2_000;

    /// <summary>A reason, cut where it is too long to be read.</summary>
    public static string Reason(string text) => Storable(text.Length > MaxReasonLength ? text[..MaxReasonLength] : text);

    /// <summary>The text with what PostgreSQL or UTF-8 does not have - NUL, halves of surrogate pairs - replaced.</summary>
    public static string Storable(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', (char)Rune.ReplacementChar.Value);
}
