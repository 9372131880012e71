namespace VirtualTA.Server.Lectures;

/// <summary>Where the pages of a lecture are. Tokens stand behind the hash, which browsers send to nobody.</summary>
internal static class LectureLinks
{
    public static string Student(string code) => $"/lecture?code={code}";

    public static string Lecturer(string token) => $"/lecturer#token={token}";

    public static string Projector(string token) => $"/projector#token={token}";
}
