namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>How many devices are in a room.</summary>
/// <param name="Students">Phones and the like.</param>
/// <param name="Listeners">Students who hear the voice on their device.</param>
/// <param name="Projectors">Screens of the hall.</param>
internal sealed record AudienceCount(int Students, int Listeners, int Projectors)
{
    public static AudienceCount operator +(AudienceCount left, AudienceCount right) =>
        new(left.Students + right.Students, left.Listeners + right.Listeners, left.Projectors + right.Projectors);
}
