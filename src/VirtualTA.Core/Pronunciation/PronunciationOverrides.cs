namespace VirtualTA.Core.Pronunciation;

/// <summary>A course's own pronunciations, which win over every other source; case is ignored unless an entry needs it.</summary>
/// <remarks>
/// Text form: one entry a line, the term, then a tab or two blanks or <c>=</c>, then ARPAbet phones or a respelling in
/// ordinary words; <c>#</c> begins a remark. Example: <c>VALL-E = V AE1 L IY0</c>, <c>Nguyen = win</c>. Immutable.
/// </remarks>
public sealed class PronunciationOverrides
{
    private readonly Dictionary<string, Phones> _phones;
    private readonly Dictionary<string, string> _respellings;

    private PronunciationOverrides(Dictionary<string, Phones> phones, Dictionary<string, string> respellings)
    {
        _phones = phones;
        _respellings = respellings;
    }

    /// <summary>No overrides.</summary>
    public static PronunciationOverrides None { get; } = new([], []);

    /// <summary>Number of terms.</summary>
    public int Count => _phones.Count + _respellings.Count;

    /// <summary>The terms given.</summary>
    public IEnumerable<string> Terms => _phones.Keys.Concat(_respellings.Keys);

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">A line has no pronunciation; the message names the line.</exception>
    public static PronunciationOverrides Parse(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Dictionary<string, Phones> phones = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> respellings = new(StringComparer.OrdinalIgnoreCase);
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string entry = line.Split('#')[0].Trim();
            if (entry.Length == 0)
            {
                continue;
            }

            string[] parts = entry.Split(["=", "\t", "  "], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2)
            {
                throw new FormatException($"Line {number}, '{entry}': write the term, '=', and its phones or a respelling, such as 'VALL-E = V AE1 L IY0'.");
            }

            if (Phones.TryParse(parts[1], out Phones said, out _))
            {
                phones[parts[0]] = said;
                respellings.Remove(parts[0]);
            }
            else
            {
                respellings[parts[0]] = parts[1];
                phones.Remove(parts[0]);
            }
        }

        return new PronunciationOverrides(phones, respellings);
    }

    /// <summary>The phones given for a term.</summary>
    public bool TryFind(string term, out Phones phones) => _phones.TryGetValue(term, out phones);

    /// <summary>The respelling given for a term.</summary>
    public bool TryFindRespelling(string term, out string respelling) => _respellings.TryGetValue(term, out respelling!);
}
