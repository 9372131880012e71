using System.Text;
using VirtualTA.Recognition.Whisper.Vocabulary;

namespace VirtualTA.Recognition.Whisper.Decoding;

/// <summary>Which tokens may come next (Radford et al., 2212.04356, section 4.5): no markup, no blank start, well-formed timestamps. Immutable.</summary>
internal sealed class DecodingRules
{
    private const int LatestFirstTimestamp = 50;
    private static readonly string[] NonSpeech =
    [
        .. "\"#()*+/:;<=>@[\\]^_`{|}~「」『』".Select(static letter => letter.ToString()),
        "<<", ">>", "<<<", ">>>", "--", "---", "-(", "-[", "('", "(\"", "((", "))", "(((", ")))", "[[", "]]", "{{", "}}", "♪♪", "♪♪♪",
    ];

    private readonly SpecialTokens _special;
    private readonly int[] _never;
    private readonly int[] _blanks;
    private readonly bool _timestamps;

    public DecodingRules(WhisperVocabulary vocabulary, bool timestamps)
    {
        _special = vocabulary.Special;
        _timestamps = timestamps;
        _never = [.. NonSpeechTokens(vocabulary).Concat(Enumerable.Range(_special.Start, _special.FirstTimestamp - _special.Start))];
        _blanks = [.. vocabulary.Encode(" "), _special.EndOfText];
    }

    /// <summary>Sets the logits of forbidden tokens to −∞.</summary>
    /// <param name="logits">[vocabulary].</param>
    /// <param name="text">Tokens so far, without the prompt.</param>
    public void Apply(Span<float> logits, IReadOnlyList<int> text)
    {
        foreach (var token in _never)
        {
            logits[token] = float.NegativeInfinity;
        }

        if (text.Count == 0)
        {
            foreach (var token in _blanks)
            {
                logits[token] = float.NegativeInfinity;
            }
        }

        if (_timestamps)
        {
            ApplyTimestamps(logits, text);
        }
        else
        {
            logits[_special.FirstTimestamp..].Fill(float.NegativeInfinity);
        }
    }

    private static HashSet<int> NonSpeechTokens(WhisperVocabulary vocabulary)
    {
        var tokens = new HashSet<int>();
        foreach (var form in NonSpeech.SelectMany(static symbol => new[] { symbol, " " + symbol }).Append(" -").Append(" '"))
        {
            if (vocabulary.Encode(form) is [var token])
            {
                tokens.Add(token);
            }
        }

        // Notes may have no token of their own; the broken piece that starts one is then forbidden.
        foreach (var form in "♩♪♫♬♭♮♯".SelectMany(static note => new[] { note.ToString(), " " + note }))
        {
            if (vocabulary.Encode(form) is [var first, ..] && Encoding.UTF8.GetString(vocabulary.Bytes(first)).Contains('\uFFFD', StringComparison.Ordinal))
            {
                tokens.Add(first);
            }
        }

        return tokens;
    }

    private void ApplyTimestamps(Span<float> logits, IReadOnlyList<int> text)
    {
        var first = _special.FirstTimestamp;
        if (text.Count == 0)
        {
            logits[..first].Fill(float.NegativeInfinity);
            logits[Math.Min(logits.Length, first + LatestFirstTimestamp + 1)..].Fill(float.NegativeInfinity);
            return;
        }

        var lastIsTime = text[^1] >= first;
        var oneBeforeIsTime = text.Count < 2 || text[^2] >= first;
        if (lastIsTime && oneBeforeIsTime)
        {
            logits[first..].Fill(float.NegativeInfinity);
        }
        else if (lastIsTime)
        {
            logits[.._special.EndOfText].Fill(float.NegativeInfinity);
        }

        var latest = text.LastOrDefault(token => token >= first, -1);
        if (latest >= 0)
        {
            var next = lastIsTime && !oneBeforeIsTime ? latest : latest + 1;
            logits[first..Math.Min(logits.Length, next)].Fill(float.NegativeInfinity);
        }

        PreferLikelyTimestamps(logits, first);
    }

    /// <summary>If all timestamps together are likelier than any one word, a timestamp comes.</summary>
    private static void PreferLikelyTimestamps(Span<float> logits, int first)
    {
        var word = float.NegativeInfinity;
        foreach (var logit in logits[..first])
        {
            word = Math.Max(word, logit);
        }

        var times = 0.0;
        foreach (var logit in logits[first..])
        {
            times += float.IsNegativeInfinity(logit) ? 0 : Math.Exp(Math.Min(500, (double)logit - word));
        }

        if (times > 1 && !float.IsNegativeInfinity(word))
        {
            logits[..first].Fill(float.NegativeInfinity);
        }
    }
}
