using System.Text;
using System.Text.RegularExpressions;
using VirtualTA.Recognition.Whisper.Files;

namespace VirtualTA.Recognition.Whisper.Vocabulary;

/// <summary>Text to tokens and back: byte-level pair encoding whose merge order is the order of the tokens in the file. Immutable.</summary>
public sealed partial class WhisperVocabulary
{
    private readonly IReadOnlyList<byte[]> _tokens;
    private readonly Dictionary<string, int> _byBytes;

    internal WhisperVocabulary(WhisperFile file)
    {
        _tokens = file.Tokens;
        IsMultilingual = file.Dimensions.IsMultilingual;
        Special = SpecialTokens.For(file.Dimensions.Vocabulary, IsMultilingual);
        _byBytes = new Dictionary<string, int>(_tokens.Count, StringComparer.Ordinal);
        for (var i = Math.Min(_tokens.Count, Special.EndOfText) - 1; i >= 0; i--)
        {
            _byBytes[Encoding.Latin1.GetString(_tokens[i])] = i;
        }
    }

    /// <summary>Special tokens.</summary>
    public SpecialTokens Special { get; }

    /// <summary>Whether there are language tokens to choose from.</summary>
    public bool IsMultilingual { get; }

    /// <summary>Token of a language, or −1.</summary>
    public int LanguageToken(string code)
    {
        var index = Languages.IndexOf(code);
        return index >= 0 && index < Special.LanguageCount ? Special.FirstLanguage + index : -1;
    }

    /// <summary>Code of a language token.</summary>
    public string LanguageCode(int token) => Languages.Codes[token - Special.FirstLanguage];

    /// <summary>Bytes of a token; none for special tokens.</summary>
    public ReadOnlySpan<byte> Bytes(int token) => token >= 0 && token < Math.Min(_tokens.Count, Special.EndOfText) ? _tokens[token] : [];

    /// <summary>Text of tokens; special tokens are left out, broken UTF-8 becomes U+FFFD.</summary>
    public string Decode(IEnumerable<int> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            bytes.AddRange(Bytes(token));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Tokens of a text.</summary>
    public List<int> Encode(string text)
    {
        var tokens = new List<int>();
        foreach (Match word in Words().Matches(text))
        {
            EncodeWord(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word.Value)), tokens);
        }

        return tokens;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();

    private void EncodeWord(string word, List<int> tokens)
    {
        var parts = word.Select(static letter => letter.ToString()).ToList();
        while (parts.Count > 1)
        {
            var (best, at) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < parts.Count; i++)
            {
                if (_byBytes.TryGetValue(parts[i] + parts[i + 1], out var token) && token < best)
                {
                    (best, at) = (token, i);
                }
            }

            if (at < 0)
            {
                break;
            }

            parts[at] += parts[at + 1];
            parts.RemoveAt(at + 1);
        }

        foreach (var part in parts)
        {
            if (_byBytes.TryGetValue(part, out var token))
            {
                tokens.Add(token);
            }
        }
    }
}
