using System.Buffers;
using System.Security.Cryptography;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>The short code that students type: six letters and digits, none easily taken for another.</summary>
internal static class RoomCode
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 6;
    private static readonly SearchValues<char> Known = SearchValues.Create(Letters);

    public static string Create() => Format(RandomNumberGenerator.GetString(Letters, Length));

    /// <summary>A code in the form in which it is kept; null if the text cannot be one.</summary>
    public static string? Read(string? typed)
    {
        if (typed is not { Length: >= Length and <= 20 })
        {
            return null;
        }

        var code = string.Concat(typed.ToUpperInvariant().Where(c => c is not ('-' or ' ')));
        return code.Length == Length && !code.AsSpan().ContainsAnyExcept(Known) ? Format(code) : null;
    }

    private static string Format(string code) => $"{code[..3]}-{code[3..]}";
}
