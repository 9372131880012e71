namespace VirtualTA.Core.Pronunciation;

/// <summary>
/// The symbols that text becomes before it is spoken: 39 ARPAbet phones, vowels with a stress digit, and 11 marks.
/// </summary>
/// <remarks>
/// Ids are stable: weights are trained on them. 0 padding (and the blank of a CTC network), 1 silence, 2 speech that is
/// not a phone, 3 word boundary, 4–10 the marks <c>, ; : . ! ? -</c>, 11–34 the 24 consonants in alphabetical order,
/// 35–79 the 15 vowels in alphabetical order, three ids each: unstressed, primary, secondary stress.
/// </remarks>
public static class PhoneSet
{
    /// <summary>Number of symbols; ids are 0 to <c>Count - 1</c>.</summary>
    public const int Count = 80;

    /// <summary>Padding, and the blank of a CTC network.</summary>
    public const byte Padding = 0;

    /// <summary>Silence or a breath.</summary>
    public const byte Silence = 1;

    /// <summary>Speech-like noise, or speech that no phone describes.</summary>
    public const byte SpokenNoise = 2;

    /// <summary>The boundary between two words that are spoken without a pause.</summary>
    public const byte WordBoundary = 3;

    /// <summary>A short pause: comma, bracket, quotation.</summary>
    public const byte Comma = 4;

    /// <summary>A semicolon.</summary>
    public const byte Semicolon = 5;

    /// <summary>A colon.</summary>
    public const byte Colon = 6;

    /// <summary>The end of a statement.</summary>
    public const byte Stop = 7;

    /// <summary>The end of an exclamation.</summary>
    public const byte Exclamation = 8;

    /// <summary>The end of a question.</summary>
    public const byte Question = 9;

    /// <summary>A dash between clauses.</summary>
    public const byte Dash = 10;

    /// <summary>Id of the first consonant.</summary>
    public const byte FirstConsonant = 11;

    /// <summary>Id of the first vowel (AA0).</summary>
    public const byte FirstVowel = 35;

    /// <summary>Number of phones when stress is ignored.</summary>
    public const int PlainPhoneCount = 39;

    private static readonly string[] Marks = ["_", "sil", "spn", "|", ",", ";", ":", ".", "!", "?", "-"];

    private static readonly string[] Consonants =
        ["B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S", "SH", "T", "TH", "V", "W", "Y", "Z", "ZH"];

    private static readonly string[] Vowels =
        ["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"];

    private static readonly string[] AllNames = BuildNames();

    private static readonly Dictionary<string, byte> Ids = BuildIds();

    private static readonly Dictionary<string, byte>.AlternateLookup<ReadOnlySpan<char>> IdsBySpan =
        Ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The names of all symbols; the index is the id.</summary>
    public static IReadOnlyList<string> Names => AllNames;

    /// <summary>The name of a symbol, such as <c>AH0</c>, <c>K</c> or <c>sil</c>.</summary>
    public static string NameOf(byte id) => AllNames[id];

    /// <summary>Finds a symbol by name; a vowel without a digit is taken as unstressed.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out byte id) => IdsBySpan.TryGetValue(name, out id);

    /// <summary>Whether the symbol is a phone, not a mark or silence.</summary>
    public static bool IsPhone(byte id) => id is >= FirstConsonant and < Count;

    /// <summary>Whether the symbol is a vowel.</summary>
    public static bool IsVowel(byte id) => id is >= FirstVowel and < Count;

    /// <summary>Whether the symbol is a consonant.</summary>
    public static bool IsConsonant(byte id) => id is >= FirstConsonant and < FirstVowel;

    /// <summary>Whether the symbol is one of the seven punctuation marks.</summary>
    public static bool IsMark(byte id) => id is >= Comma and <= Dash;

    /// <summary>0 unstressed, 1 primary, 2 secondary; 0 for anything but a vowel.</summary>
    public static int StressOf(byte id) => IsVowel(id) ? (id - FirstVowel) % 3 : 0;

    /// <summary>The same vowel with another stress (0, 1 or 2); anything but a vowel is returned unchanged.</summary>
    public static byte WithStress(byte id, int stress) =>
        IsVowel(id) ? (byte)(id - ((id - FirstVowel) % 3) + stress) : id;

    /// <summary>The phone without stress as an index of 0–38: the 24 consonants, then the 15 vowels; −1 for a mark.</summary>
    public static int PlainIndexOf(byte id) => id switch
    {
        >= Count or < FirstConsonant => -1,
        >= FirstVowel => Consonants.Length + ((id - FirstVowel) / 3),
        _ => id - FirstConsonant,
    };

    /// <summary>The name without stress of the phone at an index of <see cref="PlainIndexOf"/>.</summary>
    public static string PlainName(int index) =>
        index < Consonants.Length ? Consonants[index] : Vowels[index - Consonants.Length];

    private static string[] BuildNames() =>
        [.. Marks, .. Consonants, .. Vowels.SelectMany(vowel => new[] { vowel + "0", vowel + "1", vowel + "2" })];

    private static Dictionary<string, byte> BuildIds()
    {
        Dictionary<string, byte> ids = new(StringComparer.Ordinal);
        for (int id = 0; id < AllNames.Length; id++)
        {
            ids[AllNames[id]] = (byte)id;
        }

        for (int vowel = 0; vowel < Vowels.Length; vowel++)
        {
            ids[Vowels[vowel]] = (byte)(FirstVowel + (3 * vowel));
        }

        return ids;
    }
}
