using System.Globalization;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads and writes positions in a recording.</summary>
internal static class Clock
{
    /// <summary>"03:15", or "1:03:15" from an hour on.</summary>
    public static string Format(double seconds)
    {
        var whole = (int)Math.Clamp(seconds, 0, int.MaxValue / 2);
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60:00}:{whole % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}");
    }

    /// <summary>Reads "3:15", "01:03:15", "01:03:15.250" or "00:03,5" in seconds.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = 0;
        text = text.Trim();
        var fields = 0;
        while (true)
        {
            var colon = text.IndexOf(':');
            var field = colon < 0 ? text : text[..colon];
            if (!TryParseField(field, last: colon < 0, out var value) || ++fields > 3)
            {
                return false;
            }

            seconds = (seconds * 60) + value;
            if (colon < 0)
            {
                return fields >= 2;
            }

            text = text[(colon + 1)..];
        }
    }

    private static bool TryParseField(ReadOnlySpan<char> field, bool last, out double value)
    {
        Span<char> plain = stackalloc char[16];
        value = 0;
        if (field.Length is 0 or > 12)
        {
            return false;
        }

        field.CopyTo(plain);
        plain = plain[..field.Length];
        foreach (ref var character in plain)
        {
            if (character == ',')
            {
                character = '.';
            }

            if (!char.IsAsciiDigit(character) && (character != '.' || !last))
            {
                return false;
            }
        }

        return double.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value < 1e6;
    }
}
