using System.Buffers;
using System.Security.Cryptography;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>Keys of rooms and members: nobody guesses them.</summary>
internal static class RoomId
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Length = 20;
    private static readonly SearchValues<char> Known = SearchValues.Create(Letters);

    public static string Create(char kind) => kind + RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>Whether a text may be the key of a room, and so the name of a file.</summary>
    public static bool IsValid(string? room) => room?.Length == Length + 1 && room[0] == 'r' && !room.AsSpan(1).ContainsAnyExcept(Known);
}
