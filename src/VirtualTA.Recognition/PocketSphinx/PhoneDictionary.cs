using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Pronunciations in the acoustic model's 39 phones: the package's dictionary first, our own pronouncer for what it lacks.</summary>
internal sealed class PhoneDictionary
{
    private readonly Dictionary<string, List<string>> _entries;
    private readonly Pronouncer? _pronouncer;

    private PhoneDictionary(Dictionary<string, List<string>> entries, Pronouncer? pronouncer)
    {
        _entries = entries;
        _pronouncer = pronouncer;
    }

    /// <summary>Reads the package's dictionary: <c>word PHONE PHONE</c>, variants marked <c>word(2)</c>.</summary>
    public static PhoneDictionary Load(string path)
    {
        var entries = new Dictionary<string, List<string>>(140_000);
        foreach (var line in File.ReadLines(path))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0)
            {
                continue;
            }

            var variant = line.IndexOf('(', 1, space - 1);
            var word = line[..(variant > 0 ? variant : space)];
            if (!entries.TryGetValue(word, out var phones))
            {
                entries[word] = phones = [];
            }

            phones.Add(line[(space + 1)..].Trim());
        }

        return new PhoneDictionary(entries, OwnPronouncer());
    }

    /// <summary>Whether a word can be written.</summary>
    public bool Knows(string word) => _entries.ContainsKey(word) || Guess(word).Count > 0;

    /// <summary>Writes the given words in the package's form.</summary>
    public void Write(IEnumerable<string> words, TextWriter dictionary)
    {
        foreach (var word in words.Order(StringComparer.Ordinal))
        {
            var variants = _entries.TryGetValue(word, out var known) ? known : Guess(word);
            for (var i = 0; i < variants.Count; i++)
            {
                dictionary.Write(i == 0 ? $"{word} {variants[i]}\n" : $"{word}({i + 1}) {variants[i]}\n");
            }
        }
    }

    private static Pronouncer? OwnPronouncer()
    {
        try
        {
            return Pronouncer.LoadDefault();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null; // without its data the course's rare words are left out, nothing else
        }
    }

    private List<string> Guess(string word)
    {
        if (_pronouncer is null)
        {
            return [];
        }

        return
        [
            .. _pronouncer.PronounceAll(word)
                .Select(phones => string.Join(' ', phones.Ids.ToArray().Where(PhoneSet.IsPhone).Select(id => PhoneSet.NameOf(id).TrimEnd('0', '1', '2'))))
                .Where(phones => phones.Length > 0)
                .Distinct(),
        ];
    }
}
