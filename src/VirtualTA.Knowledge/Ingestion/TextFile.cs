using System.Globalization;
using System.Text;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Decodes the bytes of a text file and refuses what is no text.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of <paramref name="bytes"/> with line feeds only, composed characters and no control characters.</summary>
    /// <exception cref="IngestException">The bytes are no text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = DecodeBytes(bytes);
        var cleaned = new StringBuilder(text.Length);
        var strange = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var current = text[i];
            if (current == '\r')
            {
                if (i + 1 >= text.Length || text[i + 1] != '\n')
                {
                    cleaned.Append('\n');
                }
            }
            else if (current is '\n' or '\t' or '\f' || !char.IsControl(current))
            {
                // Zero-width and direction marks would split words or reorder what people see.
                if (char.GetUnicodeCategory(current) != UnicodeCategory.Format && current != '\uFEFF')
                {
                    cleaned.Append(current == '\u00A0' ? ' ' : current);
                }
            }
            else
            {
                strange++;
            }
        }

        if (strange > 8 && strange > text.Length / 50)
        {
            throw new IngestException("it looks like a binary file, not text. Export it as text, Markdown or PDF.");
        }

        var result = cleaned.ToString();
        return IsValidUnicode(result) ? result.Normalize(NormalizationForm.FormC) : ReplaceLoneSurrogates(result);
    }

    private static string DecodeBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        if (bytes.IndexOf((byte)0) >= 0)
        {
            throw new IngestException("it contains zero bytes and is no text file. Export it as text, Markdown or PDF.");
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static bool IsValidUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string ReplaceLoneSurrogates(string text) =>
        new(text.Select(c => char.IsSurrogate(c) ? '\uFFFD' : c).ToArray());
}
