using VirtualTA.Recognition.Phones.Language;

namespace VirtualTA.Recognition.Phones.Decoding;

/// <summary>What can be recognised: words, their sounds and their probabilities. Immutable, shared by all searches.</summary>
public sealed class DecodingGraph
{
    /// <summary>Builds a graph.</summary>
    /// <param name="words">Words by id.</param>
    /// <param name="pronunciations">How the words sound; not kept.</param>
    /// <param name="language">Model over the same ids.</param>
    public DecodingGraph(IReadOnlyList<string> words, PronunciationList pronunciations, LanguageModel language)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(language);
        ArgumentOutOfRangeException.ThrowIfNotEqual(language.WordCount, words.Count, nameof(words));
        (Words, Language, Trie) = (words, language, new LexiconTrie(pronunciations));
        Outlook = Trie.BestBelow(language.LogUnigram);
    }

    /// <summary>Words by id.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The language model.</summary>
    public LanguageModel Language { get; }

    internal LexiconTrie Trie { get; }

    /// <summary>Best unigram log-probability below each node, for pruning before a word is complete.</summary>
    internal float[] Outlook { get; }
}
