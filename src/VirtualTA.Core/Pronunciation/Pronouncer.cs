namespace VirtualTA.Core.Pronunciation;

/// <summary>Where a pronunciation came from.</summary>
public enum PronunciationSource
{
    /// <summary>The course's own list.</summary>
    Override,

    /// <summary>The dictionary of technical terms.</summary>
    TechnicalTerms,

    /// <summary>The general dictionary.</summary>
    Dictionary,

    /// <summary>The letters were named one by one.</summary>
    Spelled,

    /// <summary>Put together from parts that the dictionary knows.</summary>
    Derived,

    /// <summary>Guessed from the spelling.</summary>
    LetterToSound,
}

/// <summary>Says any word written in letters: the single place that recognition, knowledge and synthesis ask.</summary>
/// <remarks>Order: overrides, technical terms, dictionary, acronyms, derived forms, letter-to-sound. Immutable, safe for many threads.</remarks>
public sealed class Pronouncer
{
    private static readonly Lock Loading = new();
    private static (string Folder, WeakReference<Pronouncer> Pronouncer)? _loaded;

    private readonly Lexicon _dictionary;
    private readonly PronunciationOverrides _terms;
    private readonly PronunciationOverrides _overrides;
    private readonly Lazy<LetterToSound> _letterToSound;

    /// <summary>Builds a pronouncer from its parts.</summary>
    /// <param name="dictionary">The general dictionary.</param>
    /// <param name="technicalTerms">Terms that the general dictionary lacks or says otherwise.</param>
    /// <param name="letterToSound">For all other words; loaded when first needed.</param>
    /// <param name="overrides">The course's own list.</param>
    public Pronouncer(
        Lexicon dictionary, PronunciationOverrides technicalTerms, Lazy<LetterToSound> letterToSound, PronunciationOverrides? overrides = null)
    {
        _dictionary = dictionary;
        _terms = technicalTerms;
        _letterToSound = letterToSound;
        _overrides = overrides ?? PronunciationOverrides.None;
    }

    /// <summary>The general dictionary.</summary>
    public Lexicon Dictionary => _dictionary;

    /// <summary>Loads the dictionary, terms and letter-to-sound model that come with the models: once, for as long as anybody uses them.</summary>
    public static Pronouncer LoadDefault(PronunciationOverrides? overrides = null)
    {
        string folder = Models.ModelFolder.PathOf("pronunciation");
        Pronouncer? shared = null;
        lock (Loading)
        {
            if (_loaded is not { } loaded || loaded.Folder != folder || !loaded.Pronouncer.TryGetTarget(out shared))
            {
                shared = new Pronouncer(
                    Lexicon.LoadDefault(),
                    PronunciationOverrides.Parse(File.ReadLines(Path.Combine(folder, "technical-terms.txt"))),
                    new Lazy<LetterToSound>(LetterToSound.LoadDefault));
                _loaded = (folder, new WeakReference<Pronouncer>(shared));
            }
        }

        return overrides is null ? shared : shared.WithOverrides(overrides);
    }

    /// <summary>The same pronouncer with a course's own list.</summary>
    public Pronouncer WithOverrides(PronunciationOverrides overrides) => new(_dictionary, _terms, _letterToSound, overrides);

    /// <summary>The preferred pronunciation of one word; empty only when it has no letter of a–z.</summary>
    public Phones Pronounce(string word) => Pronounce(word, out _);

    /// <summary>The preferred pronunciation of one word and where it came from.</summary>
    public Phones Pronounce(string word, out PronunciationSource source)
    {
        ArgumentNullException.ThrowIfNull(word);
        word = AsciiLetters.Fold(word);
        if (TryListed(_overrides, word, out Phones phones))
        {
            source = PronunciationSource.Override;
        }
        else if (TryListed(_terms, word, out phones))
        {
            source = PronunciationSource.TechnicalTerms;
        }
        else if (IsSpelled(word, out int letters))
        {
            source = PronunciationSource.Spelled;
            phones = WordForms.WithEnding(LetterNames.Spell(word.AsSpan(0, letters)), letters < word.Length);
        }
        else if (_dictionary.TryFind(word, out phones))
        {
            source = PronunciationSource.Dictionary;
        }
        else if (word.Contains('-', StringComparison.Ordinal))
        {
            source = PronunciationSource.Derived;
            phones = Phones.Concat([.. word.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(Pronounce)]);
        }
        else if (WordForms.TryDerive(word, FindBase, out phones))
        {
            source = PronunciationSource.Derived;
        }
        else
        {
            source = PronunciationSource.LetterToSound;
            phones = _letterToSound.Value.Predict(word);
        }

        return phones;
    }

    /// <summary>Every pronunciation known or guessed for a word, the preferred one first.</summary>
    /// <param name="word">One word.</param>
    /// <param name="guesses">How many letter-to-sound guesses to give for an unknown word.</param>
    public IReadOnlyList<Phones> PronounceAll(string word, int guesses = 2)
    {
        Phones first = Pronounce(word, out PronunciationSource source);
        IEnumerable<Phones> more = source switch
        {
            PronunciationSource.Dictionary => _dictionary.FindAll(AsciiLetters.Fold(word)),
            PronunciationSource.LetterToSound => _letterToSound.Value.PredictBest(AsciiLetters.Fold(word), guesses),
            _ => [],
        };
        return [.. more.Prepend(first).Where(phones => phones.Length > 0).Distinct()];
    }

    /// <summary>The pronunciation of a term of several words or hyphenated parts, such as "VQ-VAE" or "attention head".</summary>
    public Phones PronounceTerm(string term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return TryListed(_overrides, term, out Phones whole) || TryListed(_terms, term, out whole)
            ? whole
            : Phones.Concat([.. term.Split([' ', '_', '/', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Pronounce)]);
    }

    private bool FindBase(string word, out Phones phones) =>
        TryListed(_overrides, word, out phones) || TryListed(_terms, word, out phones) || _dictionary.TryFind(word, out phones);

    private bool IsSpelled(string word, out int letters)
    {
        letters = word.Length;
        if (word.EndsWith("'s", StringComparison.Ordinal))
        {
            letters -= 2;
        }
        else if (word.Length > 2 && word[^1] == 's')
        {
            letters--;
        }

        string stem = word[..letters];
        return LetterNames.IsSpelled(stem, _dictionary.Contains(stem));
    }

    private bool TryListed(PronunciationOverrides list, string word, out Phones phones)
    {
        phones = default;
        if (list.Count == 0)
        {
            return false;
        }

        if (list.TryFind(word, out phones))
        {
            return true;
        }

        if (list.TryFindRespelling(word, out string respelling))
        {
            // The dictionary alone reads a respelling, so that one cannot point back to itself.
            phones = Phones.Concat([.. respelling.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries)
                .Select(part => _dictionary.TryFind(part, out Phones said) ? said : _letterToSound.Value.Predict(part))]);
            return true;
        }

        return false;
    }
}
