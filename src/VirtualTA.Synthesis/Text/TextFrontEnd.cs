using System.Runtime.CompilerServices;
using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Text;

/// <summary>Turns written text into clauses of phones, for speaking and for preparing training text alike.</summary>
/// <remarks>Safe for concurrent use. Text in pieces gives the same clauses as the whole text at once.</remarks>
public sealed class TextFrontEnd(Pronouncer pronouncer)
{
    private static readonly Phones TheBeforeVowel = Phones.Parse("DH IY0");
    private static readonly Phones TheBeforeConsonant = Phones.Parse("DH AH0");
    private static readonly Phones ToBeforeVowel = Phones.Parse("T UW0");
    private static readonly Phones ToBeforeConsonant = Phones.Parse("T AH0");
    private static readonly Phones Article = Phones.Parse("AH0");

    private readonly Normaliser _normaliser = new(pronouncer);

    /// <summary>The clauses of a whole text; none if nothing in it can be spoken.</summary>
    public IEnumerable<PhonemeClause> Read(string text)
    {
        ClauseSplitter splitter = new();
        Dictionary<string, int> dropped = [];
        foreach (Clause clause in splitter.Add(text).Concat(splitter.Complete()))
        {
            if (Read(clause, ref dropped) is { } spoken)
            {
                yield return spoken;
            }
        }
    }

    /// <summary>The clauses of text that is still being written, each as soon as it is complete.</summary>
    /// <param name="text">Pieces of text; one that ends in white space after its final mark is spoken without waiting.</param>
    /// <param name="hurriesFirst">Whether the first clause is to be as short as it can be.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<PhonemeClause> ReadAsync(
        IAsyncEnumerable<string> text, bool hurriesFirst = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ClauseSplitter splitter = new(hurriesFirst);
        Dictionary<string, int> dropped = [];
        await foreach (string piece in text.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (Clause clause in splitter.Add(piece))
            {
                if (Read(clause, ref dropped) is { } spoken)
                {
                    yield return spoken;
                }
            }
        }

        foreach (Clause clause in splitter.Complete())
        {
            if (Read(clause, ref dropped) is { } spoken)
            {
                yield return spoken;
            }
        }
    }

    private PhonemeClause? Read(Clause clause, ref Dictionary<string, int> dropped)
    {
        NormalisedText normal = _normaliser.Normalise(clause.Text);
        foreach ((string reason, int count) in normal.Dropped)
        {
            dropped[reason] = dropped.GetValueOrDefault(reason) + count;
        }

        PhonemeClause? spoken = Assemble(clause, normal.Items, dropped);
        dropped = spoken is null ? dropped : [];
        return spoken;
    }

    private PhonemeClause? Assemble(Clause clause, IReadOnlyList<SpeechItem> items, Dictionary<string, int> dropped)
    {
        Phones[] said = new Phones[items.Count];
        for (int index = items.Count - 1; index >= 0; index--)
        {
            Phones after = index + 1 < items.Count ? said[index + 1] : default;
            said[index] = PhonesOf(items, index, after);
        }

        List<byte> symbols = [];
        List<PhonemeWord> words = [];
        int start = -1;
        bool hasPhones = false;
        for (int index = 0; index < items.Count; index++)
        {
            SpeechItem item = items[index];
            if (item.Kind != SpeechItemKind.Mark && said[index].Length > 0 && symbols.Count > 0 && !PhoneSet.IsMark(symbols[^1]))
            {
                symbols.Add(PhoneSet.WordBoundary);
            }

            int first = symbols.Count;
            symbols.AddRange(said[index].Ids);
            if (item.Kind == SpeechItemKind.Mark || said[index].Length == 0)
            {
                continue;
            }

            hasPhones = true;
            if (item.Start == start)
            {
                PhonemeWord whole = words[^1];
                words[^1] = whole with { Spoken = $"{whole.Spoken} {item.Text}", SymbolCount = symbols.Count - whole.FirstSymbol };
            }
            else
            {
                start = item.Start;
                words.Add(new PhonemeWord(clause.Text.Substring(item.Start, item.Length), clause.Start + item.Start, item.Text, first, symbols.Count - first));
            }
        }

        if (!hasPhones)
        {
            return null;
        }

        CloseClause(symbols, clause.EndsSentence);
        return new PhonemeClause(symbols.ToArray(), words, clause.Start, clause.Text.Length, clause.EndsSentence, dropped);
    }

    // Every word is followed by a mark or a boundary, the last of a sentence by a final mark.
    private static void CloseClause(List<byte> symbols, bool endsSentence)
    {
        bool isMark = PhoneSet.IsMark(symbols[^1]);
        if (endsSentence && symbols[^1] is not (PhoneSet.Stop or PhoneSet.Question or PhoneSet.Exclamation or PhoneSet.Colon or PhoneSet.Semicolon))
        {
            if (isMark)
            {
                symbols.RemoveAt(symbols.Count - 1);
            }

            symbols.Add(PhoneSet.Stop);
        }
        else if (!isMark)
        {
            symbols.Add(PhoneSet.WordBoundary);
        }
    }

    private Phones PhonesOf(IReadOnlyList<SpeechItem> items, int index, Phones after)
    {
        SpeechItem item = items[index];
        if (item.Kind == SpeechItemKind.Mark)
        {
            return new Phones(new[] { item.Mark });
        }

        if (item.Kind == SpeechItemKind.Letter)
        {
            return LetterNames.Of(item.Text[0]);
        }

        bool beforeVowel = after.Length > 0 && PhoneSet.IsVowel(after.Ids[0]);
        switch (item.Text)
        {
            case "the" or "The":
                return beforeVowel ? TheBeforeVowel : TheBeforeConsonant;
            case "to":
                return beforeVowel || after.Length == 0 || PhoneSet.IsMark(after.Ids[0]) ? ToBeforeVowel : ToBeforeConsonant;
            case "a" or "A":
                return Article;
        }

        Phones phones = pronouncer.Pronounce(item.Text, out PronunciationSource source);
        return source == PronunciationSource.Dictionary
            && Heteronyms.TryResolve(item.Text, WordAt(items, index - 1), WordAt(items, index - 2), WordAt(items, index + 1), out Phones resolved)
            ? resolved
            : phones;
    }

    private static string WordAt(IReadOnlyList<SpeechItem> items, int index) =>
        index >= 0 && index < items.Count && items[index].Kind == SpeechItemKind.Word ? items[index].Text.ToLowerInvariant() : "";
}
