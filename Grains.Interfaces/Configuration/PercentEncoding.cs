using System.Globalization;
using System.Text;

namespace LaunchStack.Metrics.Configuration;

/// <summary>Percent-decoding that refuses what is wrong, where <see cref="Uri.UnescapeDataString(string)"/> would leave it as it is.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(string text, string part)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '%')
            {
                var end = text.IndexOf('%', at) is var next and >= 0 ? next : text.Length;
                bytes.AddRange(Encoding.UTF8.GetBytes(text[at..end]));
                at = end;
            }
            else if (at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                at += 3;
            }
            else
            {
                throw new DatabaseUrlException($"{part} must have two hexadecimal digits after each '%'; a '%' itself is written as %25");
            }
        }

        try
        {
            var decoded = StrictUtf8.GetString([.. bytes]);
            return decoded.Any(char.IsControl) ? throw new DatabaseUrlException($"{part} must not hold control characters") : decoded;
        }
        catch (DecoderFallbackException)
        {
            throw new DatabaseUrlException($"{part} must be UTF-8 after percent-decoding");
        }
    }
}
