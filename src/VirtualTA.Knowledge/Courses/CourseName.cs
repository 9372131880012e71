using VirtualTA.Core.Contracts;

namespace VirtualTA.Knowledge.Courses;

/// <summary>Names of courses: lower-case letters, digits and hyphens.</summary>
internal static class CourseName
{
    private const int Longest = 60;

    /// <summary>Returns <paramref name="name"/> in its stored form.</summary>
    /// <exception cref="UserInputException">The name cannot be used as one.</exception>
    public static string Check(string name)
    {
        var key = (name ?? "").Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
        var valid = key.Length is > 0 and <= Longest && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && key[0] != '-';
        return valid
            ? key
            : throw new UserInputException(
                NoticeCodes.CourseUnknown,
                $"\"{Shown(key)}\" cannot be the name of a course. Use up to {Longest} letters, digits and hyphens, for instance machine-learning.");
    }

    /// <summary>A name in words: "speech-synthesis" is "Speech synthesis".</summary>
    public static string InWords(string name)
    {
        var words = name.Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>A name as it may appear in a message, however strange it is.</summary>
    public static string Shown(string name)
    {
        var plain = new string(name.Where(c => !char.IsControl(c)).Take(Longest).ToArray());
        return plain.Length < name.Length ? plain + "…" : plain;
    }
}
